package org.vmcore.dwarf;

import org.vmcore.dwarf.Abbreviations.Abbreviation;
import org.vmcore.io.Cursor;

/**
 * Reads the values of one unit's attributes, each by its form, and steps over those that nobody
 * wants. For one thread.
 */
final class FormReader {
  private static final int DW_OP_ADDR = 0x03;
  private static final int DW_OP_CONSTU = 0x10;
  private static final int DW_OP_PLUS = 0x22;
  private static final int DW_OP_PLUS_UCONST = 0x23;
  private static final int DW_OP_ADDRX = 0xa1;
  private static final int DW_OP_GNU_ADDR_INDEX = 0xfb;

  private final DebugSections sections;
  private final Unit unit;
  private final byte[] unitBytes;
  private final Abbreviations abbreviations;
  private final Cursor in;
  private boolean hasBases;
  private long strOffsetsBase;
  private long addrBase;

  /**
   * @param unitBytes the unit from its header on
   * @param in moves on by each value that is read
   */
  FormReader(Unit unit, byte[] unitBytes, Abbreviations abbreviations, Cursor in) {
    this.sections = unit.sections();
    this.unit = unit;
    this.unitBytes = unitBytes;
    this.abbreviations = abbreviations;
    this.in = in;
  }

  /** The unit's own entry may say where its tables of strings and addresses begin. */
  private void readBases() {
    if (hasBases || unit.version() < 5) {
      return;
    }
    hasBases = true;
    long tableHeaderBytes = 2L * unit.offsetSize(); // of the only table, where none is named
    strOffsetsBase = tableHeaderBytes;
    addrBase = tableHeaderBytes;
    int position = in.position();
    in.seek(unit.firstDieOffset() - unit.offset());
    readBasesOfUnit();
    in.seek(position);
  }

  private void readBasesOfUnit() {
    Abbreviation abbreviation = abbreviations.of(in.uleb128());
    if (abbreviation == null) {
      return;
    }
    for (int i = 0; i < abbreviation.forms.length; i++) {
      if (abbreviation.attributes[i] == Attribute.STR_OFFSETS_BASE) {
        strOffsetsBase = number(abbreviation.forms[i], abbreviation.constants[i]);
      } else if (abbreviation.attributes[i] == Attribute.ADDR_BASE) {
        addrBase = number(abbreviation.forms[i], abbreviation.constants[i]);
      } else {
        skip(abbreviation, i);
      }
    }
  }

  /** The form that stands before the value. */
  int indirect() {
    long form = in.uleb128();
    if (form == Form.INDIRECT || form == Form.IMPLICIT_CONST || form < 0 || form > 0xffff) {
      throw in.malformed("an indirect form " + form);
    }
    return (int) form;
  }

  /** Steps over a value that says nothing here. */
  long skipped(int form) {
    skip(form);
    return Die.NONE;
  }

  /** Names the entry. */
  void name(Die die, int form) {
    switch (form) {
      case Form.STRING -> {
        die.nameBytes = unitBytes;
        die.nameTable = Die.REPEATED;
        die.nameOffset = in.position();
        in.skipCString();
      }
      case Form.STRP -> sections.nameFromStrings(die, in.unsigned(unit.offsetSize()));
      case Form.LINE_STRP -> sections.nameFromLineStrings(die, in.unsigned(unit.offsetSize()));
      case Form.STRX, Form.STRX1, Form.STRX2, Form.STRX3, Form.STRX4, Form.GNU_STR_INDEX -> {
        readBases();
        long entry = strOffsetsBase + index(form) * unit.offsetSize();
        sections.nameFromStrings(die, sections.strOffset(entry, unit.offsetSize()));
      }
      case Form.GNU_STRP_ALT, Form.STRP_SUP ->
          supplementary().nameFromStrings(die, in.unsigned(unit.offsetSize()));
      default -> skip(form);
    }
  }

  private DebugSections supplementary() {
    return sections
        .supplementary()
        .orElseThrow(() -> in.malformed("refers to a supplementary file, but names none"));
  }

  private long index(int form) {
    return form == Form.STRX || form == Form.ADDRX || form == Form.GNU_STR_INDEX
        ? in.uleb128()
        : in.unsigned(Form.fixedSize(form, unit));
  }

  /** Place of the entry referred to. */
  long reference(int form) {
    return switch (form) {
      case Form.REF1, Form.REF2, Form.REF4, Form.REF8 ->
          unit.offset() + in.unsigned(Form.fixedSize(form, unit));
      case Form.REF_UDATA -> unit.offset() + in.uleb128();
      case Form.REF_ADDR -> {
        // DWARF 4 says that from .debug_types this form leads into .debug_info.
        long base = unit.base() == Unit.TYPES ? Unit.INFO : unit.base();
        yield base + in.unsigned(Form.fixedSize(form, unit));
      }
      case Form.GNU_REF_ALT, Form.REF_SUP4, Form.REF_SUP8 -> {
        supplementary();
        yield Unit.SUPPLEMENTARY + in.unsigned(Form.fixedSize(form, unit));
      }
      default -> skipped(form);
    };
  }

  /** A constant or a flag. */
  long number(int form, long constant) {
    return switch (form) {
      case Form.IMPLICIT_CONST -> constant;
      case Form.FLAG_PRESENT -> 1;
      case Form.SDATA -> in.sleb128();
      case Form.UDATA -> in.uleb128();
      case Form.DATA1, Form.FLAG -> in.u8();
      case Form.DATA2 -> in.u16();
      case Form.DATA4 -> in.u32();
      case Form.DATA8 -> in.u64();
      case Form.SEC_OFFSET -> in.unsigned(unit.offsetSize());
      default -> skipped(form);
    };
  }

  /** A constant; a bound that is computed at run time is none. */
  long upperBound(int form, long constant) {
    if (form == Form.EXPRLOC || form == Form.REF4 || form == Form.REF_ADDR) {
      return skipped(form);
    }
    long bound = number(form, constant);
    // Arrays of no elements end at -1, which older compilers write without its sign.
    return form == Form.DATA4 && bound == 0xffff_ffffL ? Die.NONE : bound;
  }

  /** How many bytes a member lies behind the start of its structure. */
  long memberLocation(int form, long constant) {
    long length =
        switch (form) {
          case Form.EXPRLOC, Form.BLOCK -> in.uleb128();
          case Form.BLOCK1 -> in.u8();
          case Form.BLOCK2 -> in.u16();
          case Form.BLOCK4 -> in.u32();
          default -> -1;
        };
    if (length < 0) {
      return number(form, constant);
    }
    int end = in.position() + (int) Math.min(length, Integer.MAX_VALUE / 2);
    long offset = length > 0 && in.u8() == DW_OP_PLUS_UCONST ? in.uleb128() : 0;
    in.seek(end);
    return offset;
  }

  /** The address, where the place is one fixed address, perhaps plus a constant. */
  long location(int form) {
    if (form != Form.EXPRLOC && form != Form.BLOCK1 && form != Form.BLOCK) {
      skip(form);
      return Die.NONE;
    }
    long length = form == Form.BLOCK1 ? in.u8() : in.uleb128();
    int end = in.position() + (int) Math.min(length, Integer.MAX_VALUE / 2);
    long address = length > 1 ? operand(end) : Die.NONE;
    if (address != Die.NONE && in.position() < end) {
      long added = addend(end);
      address = added == Die.NONE || in.position() != end ? Die.NONE : address + added;
    }
    in.seek(end);
    return address;
  }

  /** What a location adds to its address, in either of two ways. */
  private long addend(int end) {
    int operation = in.u8();
    if (operation != DW_OP_PLUS_UCONST && operation != DW_OP_CONSTU || in.position() == end) {
      return Die.NONE;
    }
    long added = in.uleb128();
    boolean complete =
        operation == DW_OP_PLUS_UCONST || in.position() < end && in.u8() == DW_OP_PLUS;
    return complete ? added : Die.NONE;
  }

  /** The address that a location begins with. */
  private long operand(int end) {
    int operation = in.u8();
    if (operation == DW_OP_ADDR && end - in.position() >= unit.addressSize()) {
      return in.unsigned(unit.addressSize());
    }
    if (operation == DW_OP_ADDRX || operation == DW_OP_GNU_ADDR_INDEX) {
      long index = in.uleb128();
      readBases();
      return sections.address(addrBase + index * unit.addressSize(), unit.addressSize());
    }
    return Die.NONE;
  }

  /** Steps over an attribute's value. */
  void skip(Abbreviation abbreviation, int number) {
    int size = abbreviation.sizes[number];
    if (size >= 0) {
      in.skip(size);
    } else {
      skip(abbreviation.forms[number]);
    }
  }

  void skip(int form) {
    int fixed = Form.fixedSize(form, unit);
    if (fixed >= 0) {
      in.skip(fixed);
      return;
    }
    switch (form) {
      case Form.STRING -> in.skipCString();
      case Form.SDATA,
          Form.UDATA,
          Form.REF_UDATA,
          Form.STRX,
          Form.ADDRX,
          Form.LOCLISTX,
          Form.GNU_ADDR_INDEX,
          Form.GNU_STR_INDEX,
          Form.RNGLISTX ->
          in.skipLeb128();
      case Form.EXPRLOC, Form.BLOCK -> in.skip(in.uleb128());
      case Form.BLOCK1 -> in.skip(in.u8());
      case Form.BLOCK2 -> in.skip(in.u16());
      case Form.BLOCK4 -> in.skip(in.u32());
      case Form.INDIRECT -> skip(indirect());
      default -> throw in.malformed("form 0x" + Integer.toHexString(form) + " is not known");
    }
  }
}
