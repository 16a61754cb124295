package org.vmcore.debuginfo.index;

import java.util.List;
import java.util.zip.CRC32;
import org.vmcore.debuginfo.TypeKind;

/**
 * What writer and reader of an index agree on. Little-endian:
 *
 * <pre>
 *   magic          8 bytes
 *   version        u32   of the code that wrote it, see {@link BuildStamp}
 *   checksum       u32   CRC-32 of all that follows
 *   fingerprint    u64   of the vmlinux, see {@link ImageIdentity}
 *   build-id       u8 length, then that many characters
 *   parts          u32 offset and u32 size of each {@link Part}, in their order
 *   ...            the parts
 * </pre>
 */
final class IndexFormat {
  static final byte[] MAGIC = {'V', 'M', 'I', 'N', 'D', 'E', 'X', '\n'};

  /** Of the code that makes indexes: another one may make something else of the same vmlinux. */
  static final int VERSION = BuildStamp.ofThisBuild();

  static final int CHECKSUM_OFFSET = MAGIC.length + Integer.BYTES;
  static final int CHECKED_OFFSET = CHECKSUM_OFFSET + Integer.BYTES;

  /** Names and symbols are packed against their predecessor in blocks of so many. */
  static final int PER_BLOCK = 16;

  /** Far more than any kernel needs. */
  static final int MAX_BYTES = 256 << 20;

  /** Sections whose bytes are kept, because they are asked for: unwind tables. */
  static final List<String> KEPT_SECTIONS = List.of(".orc_unwind_ip", ".orc_unwind", ".orc_header");

  /** {@link Part#TYPES} begins each type with one of these. */
  static final int VOID = 0;

  static final int INT = 1;
  static final int FLOAT = 2;
  static final int ENUM = 3;
  static final int STRUCT = 4;
  static final int POINTER = 5;
  static final int ARRAY = 6;
  static final int FUNCTION = 7;
  static final int ALIAS = 8;

  /** Bits in the flags of integers, enumerations, structures and symbols. */
  static final int SIGNED = 1;

  static final int BOOL = 2;
  static final int UNION = 1;
  static final int COMPLETE = 2;
  static final int GLOBAL = 0x80; // the lower bits are the ordinal of Symbol.Placement

  /** Bit in the type's number of a variable. */
  static final int EXTERNAL = 1 << 31;

  /** Parts of the file. A name is the number of its place in the sorted {@link #NAMES}. */
  enum Part {
    /** u32 offset in {@link #NAMES} of each block. */
    NAME_BLOCKS(4),
    /** ULEB bytes shared with the name before, ULEB bytes of its own, these; sorted. */
    NAMES(1),
    /** u32 offset in {@link #TYPES} of each type; its number counts from 0, which is void. */
    TYPE_PLACES(4),
    /** Kind and, by kind, name, size, members and so on, in LEB128. */
    TYPES(1),
    /** u32 name * 8 + kind, u32 type; sorted by the first, then in order of definition. */
    DEFINITIONS(8),
    /** u32 name of a constant, u32 type; sorted by name. */
    ENUMERATORS(8),
    /** u32 name, u32 type, u64 address; sorted by name, then in the order that answers have. */
    VARIABLES(16),
    /**
     * u32 row, u32 name of the file, u32 name of the unit: of rows whose name has several, in
     * {@link #DEFINITIONS}, and counted on in {@link #VARIABLES}; sorted.
     */
    PLACES(12),
    /** u64 value of the first, u32 offset in {@link #SYMBOLS} of each block. */
    SYMBOL_BLOCKS(12),
    /** ULEB distance from the value before, ULEB size, ULEB name, u8 flags; in kallsyms order. */
    SYMBOLS(1),
    /** u32 number of each symbol, sorted by name, then in the order that answers have. */
    SYMBOLS_BY_NAME(4),
    /** ULEB name, u64 address, ULEB size, ULEB deflated size of each section with bytes here. */
    SECTIONS(1),
    /** The sections' bytes, deflated, one after the other. */
    CONTENTS(1);

    static final Part[] ALL = values();

    final int rowBytes;

    Part(int rowBytes) {
      this.rowBytes = rowBytes;
    }
  }

  /** First word of a row of {@link Part#DEFINITIONS}. */
  static int definitionKey(int name, TypeKind kind) {
    return name * 8 + kind.ordinal();
  }

  private IndexFormat() {}

  static long checksum(byte[] file) {
    CRC32 crc = new CRC32();
    crc.update(file, CHECKED_OFFSET, file.length - CHECKED_OFFSET);
    return crc.getValue();
  }
}
