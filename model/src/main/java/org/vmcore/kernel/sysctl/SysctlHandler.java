package org.vmcore.kernel.sysctl;

/** What a {@code proc_handler} gives to a reader. */
@FunctionalInterface
interface SysctlHandler {
  /** The text of the file, with its newline; empty for a file without bytes. */
  String read(SysctlEntry entry);
}
