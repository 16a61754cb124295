package org.vmcore.kernel.fs;

import org.vmcore.model.Value;

/** A {@code dev_t} of the kernel, {@code include/linux/kdev_t.h}. */
public record DeviceNumber(int major, int minor) {
  private static final int MINORBITS = 20;

  /**
   * @param device a {@code dev_t}
   */
  public static DeviceNumber of(Value device) {
    int bits = device.asInt();
    return new DeviceNumber(bits >>> MINORBITS, bits & (1 << MINORBITS) - 1);
  }

  /** As {@code mountinfo} and sysfs write it: {@code 254:0}. */
  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
