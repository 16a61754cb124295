package org.vmcore.kernel.cpu;

import java.util.OptionalLong;
import org.vmcore.kernel.config.StaticKey;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Whether cores run more than one thread, and may: {@code kernel/cpu.c}. */
public final class Smt {
  private Smt() {}

  /** {@code sched_smt_active()}. */
  public static boolean isActive(Program kernel) {
    return StaticKey.isEnabled(kernel, "sched_smt_present");
  }

  /** {@code control_show()}: a number when only some of the threads may run, else a word. */
  public static String control(Program kernel) {
    OptionalLong control = kernel.findAddress("cpu_smt_control");
    if (control.isEmpty()) { // no CONFIG_HOTPLUG_SMT
      return "notimplemented";
    }
    long state = kernel.object("int", control.getAsLong()).asLong();
    if (kernel.hasSymbol("cpu_smt_num_threads") && state == kernel.enumerator("CPU_SMT_ENABLED")) {
      long threads = kernel.symbol("cpu_smt_num_threads").asLong();
      if (threads != kernel.symbol("cpu_smt_max_threads").asLong()) {
        return Long.toString(threads);
      }
    }
    Value names = kernel.object("char *", kernel.address("smt_states")).addressOf();
    return names.index(state).asString();
  }
}
