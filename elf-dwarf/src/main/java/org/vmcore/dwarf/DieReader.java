package org.vmcore.dwarf;

import org.vmcore.dwarf.Abbreviations.Abbreviation;
import org.vmcore.io.Cursor;

/**
 * Walks the entries of one unit. For one thread.
 *
 * <p>What an entry says about members, types and places is read into a {@link Die}; everything else
 * is stepped over.
 */
final class DieReader {
  private static final int DW_OP_ADDR = 0x03;
  private static final int DW_OP_PLUS_UCONST = 0x23;
  private static final int DW_OP_ADDRX = 0xa1;
  private static final int DW_OP_GNU_ADDR_INDEX = 0xfb;
  private static final int MAX_DEPTH = 1024;

  private final DebugSections sections;
  private final Unit unit;
  private final byte[] unitBytes;
  private final Abbreviations abbreviations;
  private final Cursor in;
  private boolean hasBases;
  private long strOffsetsBase;
  private long addrBase;

  /**
   * @param unitBytes the unit from its header on; may be longer than the unit
   */
  DieReader(Unit unit, byte[] unitBytes, Abbreviations abbreviations) {
    this.sections = unit.sections();
    this.unit = unit;
    this.unitBytes = unitBytes;
    this.abbreviations = abbreviations;
    this.in =
        new Cursor(
            unitBytes,
            0,
            unit.sizeBytes(),
            sections.order(),
            sections.entryName(),
            unit.offset() - unit.base());
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
    seek(unit.firstDieOffset());
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

  long position() {
    return unit.offset() + in.position();
  }

  boolean atEnd() {
    return !in.hasRemaining();
  }

  void seek(long dieOffset) {
    in.seek(dieOffset - unit.offset());
  }

  /** Reads the entry at the cursor; false for the mark that ends a row of siblings. */
  boolean next(Die die) {
    die.clear();
    die.offset = position();
    long code = in.uleb128();
    if (code == 0) {
      return false;
    }
    Abbreviation abbreviation = abbreviation(code);
    die.tag = abbreviation.tag;
    die.hasChildren = abbreviation.hasChildren;
    for (int i = 0; i < abbreviation.forms.length; i++) {
      int attribute = abbreviation.attributes[i];
      if (attribute == Attribute.NONE) {
        skip(abbreviation, i);
        continue;
      }
      int form = abbreviation.forms[i];
      if (form == Form.INDIRECT) {
        form = indirect();
      }
      attribute(die, attribute, form, abbreviation.constants[i]);
    }
    return true;
  }

  private int indirect() {
    long form = in.uleb128();
    if (form == Form.INDIRECT || form == Form.IMPLICIT_CONST || form < 0 || form > 0xffff) {
      throw in.malformed("an indirect form " + form);
    }
    return (int) form;
  }

  private Abbreviation abbreviation(long code) {
    Abbreviation abbreviation = abbreviations.of(code);
    if (abbreviation == null) {
      throw in.malformed("no abbreviation " + code);
    }
    return abbreviation;
  }

  /**
   * Reads the next entry of this row that has a place in the index, stepping over all others and
   * their children; false at the end of the row.
   */
  boolean nextIndexed(Die die) {
    while (in.hasRemaining()) {
      int before = in.position();
      long code = in.uleb128();
      if (code == 0) {
        return false;
      }
      Abbreviation abbreviation = abbreviation(code);
      if (abbreviation.isIndexed) {
        in.seek(before);
        return next(die);
      }
      if (skipEntry(abbreviation)) {
        skipRow();
      }
    }
    return false;
  }

  /** Steps over the children of the entry just read, to its next sibling. */
  void skipChildren(Die die) {
    if (!die.hasChildren) {
      return;
    }
    if (die.sibling == Die.NONE) {
      skipRow();
    } else {
      forward(die.sibling);
    }
  }

  /** Siblings come later, or there would be no end of them. */
  private void forward(long sibling) {
    if (sibling < position()) {
      throw in.malformed("a next sibling that comes before its entry");
    }
    seek(sibling);
  }

  /** Steps over a row of siblings with all below them. */
  private void skipRow() {
    int depth = 1;
    while (depth > 0) {
      long code = in.uleb128();
      if (code == 0) {
        depth--;
        continue;
      }
      if (skipEntry(abbreviation(code)) && ++depth > MAX_DEPTH) {
        throw in.malformed("entries nest deeper than " + MAX_DEPTH);
      }
    }
  }

  /** Steps over an entry; whether its children come next. */
  private boolean skipEntry(Abbreviation abbreviation) {
    if (abbreviation.siblingAt >= 0) {
      in.skip(abbreviation.siblingAt);
      forward(reference(abbreviation.siblingForm));
      return false;
    }
    if (abbreviation.fixedSizeBytes >= 0) {
      in.skip(abbreviation.fixedSizeBytes);
      return abbreviation.hasChildren;
    }
    for (int i = 0; i < abbreviation.forms.length; i++) {
      if (abbreviation.attributes[i] == Attribute.SIBLING && abbreviation.hasChildren) {
        forward(reference(abbreviation.forms[i]));
        return false;
      }
      skip(abbreviation, i);
    }
    return abbreviation.hasChildren;
  }

  private void attribute(Die die, int attribute, int form, long constant) {
    switch (attribute) {
      case Attribute.NAME -> name(die, form);
      case Attribute.SIBLING -> die.sibling = reference(form);
      case Attribute.TYPE -> {
        if (form == Form.REF_SIG8) {
          die.typeSignature = in.u64();
        } else {
          die.type = reference(form);
        }
      }
      case Attribute.SIGNATURE -> {
        if (form == Form.REF_SIG8) {
          die.isSignatureOfItself = true;
          die.typeSignature = in.u64();
        } else {
          skip(form);
        }
      }
      case Attribute.SPECIFICATION, Attribute.ABSTRACT_ORIGIN ->
          die.specification = form == Form.REF_SIG8 ? skipped(form) : reference(form);
      case Attribute.BYTE_SIZE -> die.byteSize = number(form, constant);
      case Attribute.BIT_SIZE -> die.bitSize = number(form, constant);
      case Attribute.BIT_OFFSET -> die.bitOffset = number(form, constant);
      case Attribute.DATA_BIT_OFFSET -> die.dataBitOffset = number(form, constant);
      case Attribute.DATA_MEMBER_LOCATION -> die.memberLocation = memberLocation(form, constant);
      case Attribute.UPPER_BOUND -> die.upperBound = upperBound(form, constant);
      case Attribute.COUNT -> {
        long count = upperBound(form, constant);
        die.upperBound = count == Die.NONE ? Die.NONE : count - 1;
      }
      case Attribute.CONST_VALUE -> {
        die.constValueSigned = form == Form.SDATA || form == Form.IMPLICIT_CONST;
        die.constValue = number(form, constant);
      }
      case Attribute.ENCODING -> die.encoding = (int) number(form, constant);
      case Attribute.DECL_FILE -> die.declFile = number(form, constant);
      case Attribute.DECL_LINE -> die.declLine = (int) number(form, constant);
      case Attribute.DECLARATION -> die.declaration = number(form, constant) != 0;
      case Attribute.STMT_LIST -> die.lineTable = number(form, constant);
      case Attribute.LANGUAGE -> die.language = (int) number(form, constant);
      case Attribute.DWO_NAME, Attribute.GNU_DWO_NAME -> {
        die.isSkeleton = true;
        skip(form);
      }
      case Attribute.EXTERNAL -> die.external = number(form, constant) != 0;
      case Attribute.LOCATION -> die.address = location(form);
      default -> skip(form);
    }
  }

  private long skipped(int form) {
    skip(form);
    return Die.NONE;
  }

  private void name(Die die, int form) {
    switch (form) {
      case Form.STRING -> {
        die.nameBytes = unitBytes;
        die.nameTable = Die.REPEATED;
        die.nameOffset = in.position();
        in.skipCString();
      }
      case Form.STRP -> sections.nameFromStrings(die, in.unsigned(unit.offsetSize()));
      case Form.LINE_STRP -> sections.nameFromLineStrings(die, in.unsigned(unit.offsetSize()));
      case Form.STRX, Form.STRX1, Form.STRX2, Form.STRX3, Form.STRX4 -> {
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
    return form == Form.STRX || form == Form.ADDRX
        ? in.uleb128()
        : in.unsigned(Form.fixedSize(form, unit));
  }

  /** Place of the entry referred to. */
  private long reference(int form) {
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

  private long number(int form, long constant) {
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
  private long upperBound(int form, long constant) {
    if (form == Form.EXPRLOC || form == Form.REF4 || form == Form.REF_ADDR) {
      return skipped(form);
    }
    long bound = number(form, constant);
    // Arrays of no elements end at -1, which older compilers write without its sign.
    return form == Form.DATA4 && bound == 0xffff_ffffL ? Die.NONE : bound;
  }

  private long memberLocation(int form, long constant) {
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
  private long location(int form) {
    if (form != Form.EXPRLOC && form != Form.BLOCK1 && form != Form.BLOCK) {
      skip(form);
      return Die.NONE;
    }
    long length = form == Form.BLOCK1 ? in.u8() : in.uleb128();
    int end = in.position() + (int) Math.min(length, Integer.MAX_VALUE / 2);
    long address = length > 1 ? operand(end) : Die.NONE;
    if (address != Die.NONE && in.position() < end) {
      long added = in.u8() == DW_OP_PLUS_UCONST ? in.uleb128() : Die.NONE;
      address = added == Die.NONE || in.position() != end ? Die.NONE : address + added;
    }
    in.seek(end);
    return address;
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

  private void skip(Abbreviation abbreviation, int number) {
    int size = abbreviation.sizes[number];
    if (size >= 0) {
      in.skip(size);
    } else {
      skip(abbreviation.forms[number]);
    }
  }

  private void skip(int form) {
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
