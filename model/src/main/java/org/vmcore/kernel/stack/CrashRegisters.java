package org.vmcore.kernel.stack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.dump.ElfNote;
import org.vmcore.dump.MemoryFault;
import org.vmcore.elf.ElfNotes;
import org.vmcore.io.Cursor;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Registers of the CPUs at the crash: what {@code crash_save_cpu()} of {@code kernel/kexec_core.c}
 * left in memory, or else the notes of the dump. Immutable.
 */
public final class CrashRegisters {
  private static final int NT_PRSTATUS = 1; // include/uapi/linux/elf.h
  private static final int PR_REG_OFFSET = 112; // struct elf_prstatus on machines of 64 bits
  private static final int MAX_NOTE_BYTES = 4096;

  private final Program kernel;
  private final Map<Integer, Registers> byCpu = new HashMap<>();

  private CrashRegisters(Program kernel) {
    this.kernel = kernel;
    if (kernel.hasSymbol("crash_notes") && !kernel.symbol("crash_notes").isNull()) {
      CpuMask.possible(kernel).stream().forEach(this::addSaved);
    }
    if (byCpu.isEmpty()) {
      addFromDump();
    }
  }

  public static CrashRegisters of(Program kernel) {
    return kernel.computed(CrashRegisters.class, CrashRegisters::new);
  }

  /** Those of a CPU; empty when nothing saved them. */
  public Optional<Registers> on(int cpu) {
    return Optional.ofNullable(byCpu.get(cpu));
  }

  /** {@code crash_notes}: a note for each CPU, filled when it stops. */
  private void addSaved(int cpu) {
    try {
      Value note = PerCpu.of(kernel).ptr(kernel.symbol("crash_notes"), cpu);
      int sizeBytes = (int) Math.min(note.type().sizeBytes(), MAX_NOTE_BYTES);
      inNotes(ElfNotes.parse(note.bytes(sizeBytes), "crash_notes", kernel.memory().order()))
          .forEach(registers -> byCpu.putIfAbsent(cpu, registers));
    } catch (MemoryFault fault) {
      return; // a CPU that never came up has no such memory
    }
  }

  private List<Registers> inNotes(List<ElfNote> notes) {
    List<Registers> all = new ArrayList<>();
    if (!isArm64() && !kernel.machine().equals("x86_64")) {
      return all; // registers of other machines are laid out in other ways
    }
    int nrWords = isArm64() ? Arm64Registers.COUNT : X86Registers.COUNT;
    for (ElfNote note : notes) {
      boolean whole = note.descriptor().length >= PR_REG_OFFSET + nrWords * Long.BYTES;
      if (whole && note.name().equals("CORE") && note.type() == NT_PRSTATUS) {
        all.add(inNote(note, nrWords));
      }
    }
    return all;
  }

  private Registers inNote(ElfNote note, int nrWords) {
    Cursor in = new Cursor(note.descriptor(), kernel.memory().order(), "NT_PRSTATUS");
    in.seek(PR_REG_OFFSET);
    long[] words = new long[nrWords];
    for (int i = 0; i < nrWords; i++) {
      words[i] = in.u64();
    }
    return isArm64() ? Arm64Registers.of(words) : X86Registers.of(words);
  }

  private boolean isArm64() {
    return kernel.machine().equals("aarch64");
  }

  /**
   * The dump's notes say which CPU they are of by their order alone, and an offline CPU may have
   * none: where the stack pointer tells the CPU, it counts.
   */
  private void addFromDump() {
    List<Registers> all = inNotes(kernel.dump().notes());
    List<Integer> cpus = CpuMask.possible(kernel).stream().boxed().toList();
    for (Registers registers : all) {
      cpus.stream()
          .filter(cpu -> stacksOf(cpu).stream().anyMatch(stack -> stack.holds(registers.sp(), 1)))
          .findFirst()
          .ifPresent(cpu -> byCpu.putIfAbsent(cpu, registers));
    }
    for (int i = 0; i < Math.min(all.size(), cpus.size()); i++) {
      if (!byCpu.containsValue(all.get(i))) {
        byCpu.putIfAbsent(cpus.get(i), all.get(i));
      }
    }
  }

  private List<StackRegion> stacksOf(int cpu) {
    List<StackRegion> stacks = new ArrayList<>(CpuStacks.of(kernel).of(cpu));
    RunningTasks.of(kernel).on(cpu).flatMap(ThreadStack::of).ifPresent(stacks::add);
    return stacks;
  }
}
