package org.vmcore.elf;

import java.util.Map;
import java.util.Optional;

/**
 * What a type of relocation does to how many bytes. Those types are here that occur in debug
 * information, unwind tables and BTF; the ABI of each processor numbers them.
 */
record RelocationRule(Operation operation, int sizeBytes) {
  /** S is the symbol's address, A the addend, P the place, V what stands there. */
  enum Operation {
    NONE,
    /** S + A. */
    ABSOLUTE,
    /** S + A - P. */
    RELATIVE,
    /** V + S + A. */
    ADD,
    /** V - S - A. */
    SUBTRACT,
    /** As {@link #ABSOLUTE} in the lower six bits. */
    SET_6,
    /** As {@link #SUBTRACT} in the lower six bits. */
    SUBTRACT_6,
    /** As {@link #ABSOLUTE}, in a LEB128 number of as many bytes as stand there. */
    SET_ULEB128,
    /** As {@link #SUBTRACT}, likewise. */
    SUBTRACT_ULEB128
  }

  private static final RelocationRule NOTHING = new RelocationRule(Operation.NONE, 0);

  private static final Map<Integer, RelocationRule> PPC64 =
      Map.of(0, NOTHING, 1, absolute(4), 26, relative(4), 38, absolute(8), 44, relative(8));

  private static final Map<Integer, RelocationRule> S390 =
      Map.of(
          0, NOTHING,
          1, absolute(1),
          3, absolute(2),
          4, absolute(4),
          5, relative(4),
          16, relative(2),
          22, absolute(8),
          23, relative(8));

  private static final Map<Integer, RelocationRule> X86_64 =
      Map.of(
          0, NOTHING,
          1, absolute(8),
          2, relative(4),
          10, absolute(4),
          11, absolute(4),
          24, relative(8));

  private static final Map<Integer, RelocationRule> AARCH64 =
      Map.of(
          0, NOTHING,
          256, NOTHING,
          257, absolute(8),
          258, absolute(4),
          259, absolute(2),
          260, relative(8),
          261, relative(4),
          262, relative(2));

  private static final Map<Integer, RelocationRule> RISCV =
      Map.ofEntries(
          Map.entry(0, NOTHING),
          Map.entry(1, absolute(4)),
          Map.entry(2, absolute(8)),
          Map.entry(33, new RelocationRule(Operation.ADD, 1)),
          Map.entry(34, new RelocationRule(Operation.ADD, 2)),
          Map.entry(35, new RelocationRule(Operation.ADD, 4)),
          Map.entry(36, new RelocationRule(Operation.ADD, 8)),
          Map.entry(37, new RelocationRule(Operation.SUBTRACT, 1)),
          Map.entry(38, new RelocationRule(Operation.SUBTRACT, 2)),
          Map.entry(39, new RelocationRule(Operation.SUBTRACT, 4)),
          Map.entry(40, new RelocationRule(Operation.SUBTRACT, 8)),
          Map.entry(51, NOTHING), // R_RISCV_RELAX
          Map.entry(52, new RelocationRule(Operation.SUBTRACT_6, 1)),
          Map.entry(53, new RelocationRule(Operation.SET_6, 1)),
          Map.entry(54, absolute(1)),
          Map.entry(55, absolute(2)),
          Map.entry(56, absolute(4)),
          Map.entry(57, relative(4)),
          Map.entry(60, new RelocationRule(Operation.SET_ULEB128, 1)),
          Map.entry(61, new RelocationRule(Operation.SUBTRACT_ULEB128, 1)));

  /** By {@code e_machine}. */
  private static final Map<Integer, Map<Integer, RelocationRule>> BY_MACHINE =
      Map.of(21, PPC64, 22, S390, 62, X86_64, 183, AARCH64, 243, RISCV);

  private static RelocationRule absolute(int sizeBytes) {
    return new RelocationRule(Operation.ABSOLUTE, sizeBytes);
  }

  private static RelocationRule relative(int sizeBytes) {
    return new RelocationRule(Operation.RELATIVE, sizeBytes);
  }

  /** Empty for a type, or a machine, that is not known here. */
  static Optional<RelocationRule> of(int machine, int type) {
    return Optional.ofNullable(BY_MACHINE.getOrDefault(machine, Map.of()).get(type));
  }
}
