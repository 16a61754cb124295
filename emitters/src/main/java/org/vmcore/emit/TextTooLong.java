package org.vmcore.emit;

import org.vmcore.io.Fault;

/** A file of the report grew past all reason: a loop that no walk noticed. */
public final class TextTooLong extends Fault {
  private static final long serialVersionUID = 1L;

  TextTooLong(int limitBytes) {
    super("the text is longer than " + limitBytes + " bytes", "", "");
  }
}
