package org.vmcore.emit.commands.networking;

import org.vmcore.model.Program;

/**
 * Which iproute2 would have run: one of the kernel's age, which shows what the kernel has to tell.
 */
final class Iproute2 {
  private Iproute2() {}

  /** Of the time after 6.3, when attributes of that release came. */
  static boolean isAfter63(Program kernel) {
    return kernel.findEnumerator("IFLA_GSO_IPV4_MAX_SIZE").isPresent();
  }
}
