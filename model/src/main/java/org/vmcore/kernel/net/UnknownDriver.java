package org.vmcore.kernel.net;

import org.vmcore.io.Fault;

/** A driver's function that would have answered, and that is not known here. */
public final class UnknownDriver extends Fault {
  private static final long serialVersionUID = 1L;

  public UnknownDriver(String function, NetDevice device) {
    super("the driver's function " + function + " is not known", device.name(), "");
  }
}
