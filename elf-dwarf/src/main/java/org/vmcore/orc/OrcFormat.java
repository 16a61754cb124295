package org.vmcore.orc;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.vmcore.io.Unsupported;
import org.vmcore.types.StructType;

/**
 * How {@code struct orc_entry} packs its last 16 bits. Kernels from 6.4 on carry a hash of the
 * format ({@code .orc_header}); before, the members of the structure tell.
 */
public enum OrcFormat {
  /** {@code type:2 end:1}; 4.14 to 6.2. */
  WITH_END(Numbers.FIRST),
  /** {@code type:2 signal:1 end:1}; 6.3. */
  WITH_SIGNAL_AND_END(Numbers.FIRST),
  /** {@code type:3 signal:1}; 6.4 to 7.0. */
  WITH_SIGNAL(Numbers.FIRST),
  /** As before, with registers numbered as the CPU numbers them; from 7.1 on. */
  RENUMBERED(Numbers.OF_CPU);

  /** Bytes of an entry, in all formats. */
  public static final int ENTRY_BYTES = 6;

  private static final int HASH_START_BYTES = 8;

  private final List<OrcRegister> registers;

  OrcFormat(List<OrcRegister> registers) {
    this.registers = registers;
  }

  /**
   * The format that the kernel names itself.
   *
   * @param header what lies in {@code .orc_header}: a hash of 20 bytes
   * @throws Unsupported when no format of this hash is known
   */
  public static OrcFormat ofHeader(byte[] header) {
    String start =
        HexFormat.of().formatHex(Arrays.copyOf(header, Math.min(header.length, HASH_START_BYTES)));
    return switch (start) {
      case "db84aed4103b31dd" -> WITH_SIGNAL_AND_END;
      case "fe5d32bf581bd63b" -> WITH_SIGNAL;
      case "137c36ad7627c4dd" -> RENUMBERED;
      default ->
          throw new Unsupported(
              "unwind tables of an unknown format " + start, ".orc_header", "stacks are left out");
    };
  }

  /**
   * The format of a kernel without a header.
   *
   * @param entry {@code struct orc_entry}; empty when the debug information lacks it
   */
  public static OrcFormat ofMembers(Optional<StructType> entry) {
    if (entry.isEmpty()) {
      return WITH_END;
    }
    boolean signal = entry.get().member("signal").isPresent();
    boolean end = entry.get().member("end").isPresent();
    if (!signal) {
      return WITH_END;
    }
    return end ? WITH_SIGNAL_AND_END : WITH_SIGNAL;
  }

  /** One entry from its three fields; {@code flags} are the last 16 bits. */
  OrcEntry decode(short spOffset, short bpOffset, int flags) {
    OrcRegister sp = register(flags & 0xf);
    OrcType type = type(flags, sp);
    return new OrcEntry(
        sp, spOffset, register(flags >> 4 & 0xf), bpOffset, type, isSignal(flags, type));
  }

  private OrcRegister register(int number) {
    return number < registers.size() ? registers.get(number) : OrcRegister.UNDEFINED;
  }

  private OrcType type(int flags, OrcRegister sp) {
    if (this == WITH_SIGNAL || this == RENUMBERED) {
      return typeAt(flags >> 8 & 7);
    }
    if (sp == OrcRegister.UNDEFINED) {
      boolean end = (flags >> (this == WITH_END ? 10 : 11) & 1) != 0;
      return end ? OrcType.END_OF_STACK : OrcType.UNDEFINED;
    }
    return typeAt((flags >> 8 & 3) + OrcType.CALL.ordinal());
  }

  private static OrcType typeAt(int number) {
    OrcType[] types = OrcType.values();
    return number < types.length ? types[number] : OrcType.UNDEFINED;
  }

  private boolean isSignal(int flags, OrcType type) {
    return switch (this) {
      case WITH_END -> type == OrcType.REGS || type == OrcType.REGS_PARTIAL;
      case WITH_SIGNAL_AND_END -> (flags >> 10 & 1) != 0;
      case WITH_SIGNAL, RENUMBERED -> (flags >> 11 & 1) != 0;
    };
  }

  /** Registers by number. */
  private static final class Numbers {
    static final List<OrcRegister> FIRST =
        List.of(
            OrcRegister.UNDEFINED,
            OrcRegister.PREV_SP,
            OrcRegister.DX,
            OrcRegister.DI,
            OrcRegister.BP,
            OrcRegister.SP,
            OrcRegister.R10,
            OrcRegister.R13,
            OrcRegister.BP_INDIRECT,
            OrcRegister.SP_INDIRECT,
            OrcRegister.AX);
    static final List<OrcRegister> OF_CPU =
        List.of(
            OrcRegister.UNDEFINED,
            OrcRegister.AX,
            OrcRegister.DX,
            OrcRegister.SP,
            OrcRegister.BP,
            OrcRegister.DI,
            OrcRegister.R10,
            OrcRegister.R13,
            OrcRegister.PREV_SP,
            OrcRegister.SP_INDIRECT,
            OrcRegister.BP_INDIRECT);
  }
}
