package org.vmcore.dump;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One note of a dump.
 *
 * @param name without trailing NULs: {@code CORE}, {@code VMCOREINFO}, {@code QEMU}
 * @param type e.g. 1 for {@code NT_PRSTATUS} of {@code CORE}
 * @param descriptor its bytes; of a very long one, such as a driver's dump, the first alone
 * @param sizeBytes of the whole descriptor
 */
public record ElfNote(String name, int type, byte[] descriptor, long sizeBytes) {
  /** Bytes of a device dump's name, {@code VMCOREDD_MAX_NAME_BYTES}, padded with NUL. */
  public static final int DEVICE_NAME_BYTES = 44;

  private static final int NT_VMCOREDD = 0x700; // include/uapi/linux/vmcore.h

  /** Whether a note is what a driver dumped of its device, as its name and type tell. */
  public static boolean isDeviceDump(String name, int type) {
    return name.equals("LINUX") && type == NT_VMCOREDD;
  }

  /** The name of the device dump; empty of other notes. */
  public Optional<String> deviceDump() {
    if (!isDeviceDump(name, type)) {
      return Optional.empty();
    }
    int length = 0;
    while (length < Math.min(descriptor.length, DEVICE_NAME_BYTES) && descriptor[length] != 0) {
      length++;
    }
    return Optional.of(new String(descriptor, 0, length, StandardCharsets.ISO_8859_1));
  }

  /** A note whose descriptor is whole. */
  public ElfNote(String name, int type, byte[] descriptor) {
    this(name, type, descriptor, descriptor.length);
  }
}
