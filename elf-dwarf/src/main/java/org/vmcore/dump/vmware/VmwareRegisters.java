package org.vmcore.dump.vmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vmcore.dump.ElfNote;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;

/**
 * Registers of a VMware state, as the notes in which QEMU gives those of a guest ({@code
 * x86_64_elf_prstatus} and {@code QEMUCPUState} of QEMU's {@code target/i386/arch_dump.c}): who
 * reads notes then needs to know nothing of VMware.
 */
final class VmwareRegisters {
  private static final int MAX_CPUS = 4096;
  private static final int PRSTATUS_BYTES = 336;
  private static final int PRSTATUS_PID = 32;
  private static final int PRSTATUS_REGISTERS = 112;
  private static final int QEMU_BYTES = 440;
  private static final int QEMU_IDT_BASE = 384;
  private static final int QEMU_GDT_BASE = 360;
  private static final int QEMU_CR0 = 392;
  private static final int CR64_BYTES = 72;

  /** Order of {@code gpregs}. */
  private static final String[] GENERAL = {
    "rax", "rcx", "rdx", "rbx", "rbp", "rsp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13",
    "r14", "r15"
  };

  /** Order of {@code struct user_regs_struct}; what VMware does not name stays 0. */
  private static final String[] PRSTATUS = {
    "r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10", "r9", "r8", "rax", "rcx", "rdx", "rsi",
    "rdi", "", "rip", "", "rflags", "rsp"
  };

  /** Order of QEMU's note behind its version and size. */
  private static final String[] QEMU = {
    "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rsp", "rbp", "r8", "r9", "r10", "r11", "r12", "r13",
    "r14", "r15", "rip", "rflags"
  };

  private static final List<String> CONTROL = List.of("cr0", "cr1", "cr2", "cr3", "cr4");

  private final Map<Integer, Map<String, Long>> cpus = new TreeMap<>();

  /** Takes a value of group {@code cpu}, if it is a register. */
  void add(ByteSource source, StateTag tag) {
    if (tag.indices().isEmpty() || tag.indices().get(0) >= MAX_CPUS) {
      return;
    }
    int cpu = tag.indices().get(0).intValue();
    long part = tag.indices().size() > 1 ? tag.indices().get(1) : -1;
    boolean isNumber = tag.sizeBytes() == Integer.BYTES || tag.sizeBytes() == Long.BYTES;
    switch (tag.name()) {
      case "gpregs" -> general(cpu, source, tag);
      case "CR64" -> control(cpu, part, source, tag);
      case "IDTR", "GDTR" -> table(cpu, part, source, tag);
      default -> {
        if (isNumber && part < 0) {
          put(cpu, tag.name(), VmwareState.number(source, tag));
        }
      }
    }
  }

  private void put(int cpu, String register, long value) {
    cpus.computeIfAbsent(cpu, n -> new HashMap<>()).put(register, value);
  }

  private static Cursor block(ByteSource source, StateTag tag) {
    return new Cursor(
        source.read(tag.position(), (int) tag.sizeBytes()),
        ByteOrder.LITTLE_ENDIAN,
        source.name() + ": " + tag.name());
  }

  private void general(int cpu, ByteSource source, StateTag tag) {
    if (tag.sizeBytes() == GENERAL.length * Long.BYTES) {
      Cursor in = block(source, tag);
      for (String register : GENERAL) {
        put(cpu, register, in.u64());
      }
    }
  }

  private void control(int cpu, long part, ByteSource source, StateTag tag) {
    if (part < 0 && tag.sizeBytes() == CR64_BYTES) {
      Cursor in = block(source, tag);
      for (String register : CONTROL) {
        put(cpu, register, in.u64());
      }
    } else if (part >= 0 && part < CONTROL.size() && tag.sizeBytes() == Long.BYTES) {
      put(cpu, CONTROL.get((int) part), VmwareState.number(source, tag));
    }
  }

  /** A limit and a base; the base may come in two halves. */
  private void table(int cpu, long part, ByteSource source, StateTag tag) {
    if (part < 0 && tag.sizeBytes() == 10) {
      Cursor in = block(source, tag);
      in.skip(2); // limit
      put(cpu, tag.name(), in.u64());
    } else if ((part == 1 || part == 2) && tag.sizeBytes() == Integer.BYTES) {
      long half = VmwareState.number(source, tag);
      long known = cpus.getOrDefault(cpu, Map.of()).getOrDefault(tag.name(), 0L);
      put(cpu, tag.name(), known | (part == 1 ? half : half << 32));
    }
  }

  /** Two notes for each CPU whose next instruction is known. */
  List<ElfNote> notes() {
    List<ElfNote> notes = new ArrayList<>();
    cpus.forEach(
        (cpu, registers) -> {
          if (registers.containsKey("rip")) {
            notes.add(new ElfNote("CORE", 1, prstatus(cpu, registers)));
          }
        });
    cpus.forEach(
        (cpu, registers) -> {
          if (registers.containsKey("rip")) {
            notes.add(new ElfNote("QEMU", 0, qemu(registers)));
          }
        });
    return notes;
  }

  private static byte[] prstatus(int cpu, Map<String, Long> registers) {
    ByteBuffer note = ByteBuffer.allocate(PRSTATUS_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    note.putInt(PRSTATUS_PID, cpu + 1); // as QEMU does
    for (int i = 0; i < PRSTATUS.length; i++) {
      note.putLong(PRSTATUS_REGISTERS + i * Long.BYTES, registers.getOrDefault(PRSTATUS[i], 0L));
    }
    return note.array();
  }

  private static byte[] qemu(Map<String, Long> registers) {
    ByteBuffer note = ByteBuffer.allocate(QEMU_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    note.putInt(1).putInt(QEMU_BYTES);
    for (String register : QEMU) {
      note.putLong(registers.getOrDefault(register, 0L));
    }
    note.putLong(QEMU_GDT_BASE, registers.getOrDefault("GDTR", 0L));
    note.putLong(QEMU_IDT_BASE, registers.getOrDefault("IDTR", 0L));
    for (int i = 0; i < CONTROL.size(); i++) {
      note.putLong(QEMU_CR0 + i * Long.BYTES, registers.getOrDefault(CONTROL.get(i), 0L));
    }
    return note.array();
  }
}
