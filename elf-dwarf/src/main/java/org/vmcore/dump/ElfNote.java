package org.vmcore.dump;

/**
 * One note of a dump.
 *
 * @param name without trailing NULs: {@code CORE}, {@code VMCOREINFO}, {@code QEMU}
 * @param type e.g. 1 for {@code NT_PRSTATUS} of {@code CORE}
 */
public record ElfNote(String name, int type, byte[] descriptor) {}
