package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.model.Program;

/**
 * {@code /proc/execdomains} as {@code execdomains_proc_show()}, {@code kernel/exec_domain.c}: there
 * is one kind of programs left.
 */
final class ExecDomains {
  @Emits("proc/execdomains")
  void execdomains(Program kernel, Text out) {
    out.line("0-0\tLinux           \t[kernel]");
  }
}
