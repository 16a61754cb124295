package org.vmcore.kernel.stack;

import java.util.OptionalInt;
import java.util.stream.Stream;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The CPU that gave up: {@code panic_cpu} of {@code kernel/panic.c}, {@code crashing_cpu}. */
public final class CrashedCpu {
  private CrashedCpu() {}

  /** Empty when no CPU did: the machine was dumped from outside. */
  public static OptionalInt of(Program kernel) {
    return Stream.of("panic_cpu", "crashing_cpu")
        .filter(kernel::hasSymbol)
        .map(kernel::symbol)
        .mapToInt(CrashedCpu::number)
        .filter(cpu -> RunningTasks.of(kernel).on(cpu).isPresent())
        .findFirst();
  }

  private static int number(Value cpu) {
    return cpu.type().asStruct().isPresent() ? cpu.field("counter").asInt() : cpu.asInt();
  }
}
