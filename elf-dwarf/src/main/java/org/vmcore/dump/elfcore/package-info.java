/** Dumps in ELF: {@code /proc/vmcore}, {@code makedumpfile -E}, QEMU's guest memory. */
package org.vmcore.dump.elfcore;
