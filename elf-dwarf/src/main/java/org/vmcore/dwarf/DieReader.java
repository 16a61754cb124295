package org.vmcore.dwarf;

import java.nio.ByteOrder;
import org.vmcore.dwarf.Abbreviations.Abbreviation;
import org.vmcore.dwarf.Die.NameSection;
import org.vmcore.io.Cursor;

/**
 * Walks the entries of one unit. Offsets are those of the section. For one thread.
 *
 * <p>What an entry says about members, types and places is read into a {@link Die}; everything else
 * is stepped over.
 */
final class DieReader {
  private static final int DW_OP_ADDR = 0x03;
  private static final int DW_OP_PLUS_UCONST = 0x23;
  private static final int DW_OP_ADDRX = 0xa1;
  private static final int MAX_DEPTH = 1024;

  private final DebugSections sections;
  private final Unit unit;
  private final Abbreviations abbreviations;
  private final Cursor in;
  private long strOffsetsBase;
  private long addrBase;

  DieReader(DebugSections sections, Unit unit, byte[] unitBytes, Abbreviations abbreviations) {
    this.sections = sections;
    this.unit = unit;
    this.abbreviations = abbreviations;
    ByteOrder order = sections.order();
    this.in = new Cursor(unitBytes, 0, unit.sizeBytes(), order, sections.infoName(), unit.offset());
    readBases();
  }

  /** The unit's own entry may say where its tables of strings and addresses begin. */
  private void readBases() {
    if (unit.version() < 5) {
      return;
    }
    strOffsetsBase = 8; // of the only table, where none is named
    addrBase = 8;
    seek(unit.firstDieOffset());
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
        skip(abbreviation.forms[i]);
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
      attribute(die, abbreviation.attributes[i], abbreviation.forms[i], abbreviation.constants[i]);
    }
    return true;
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
    if (die.sibling > die.offset && die.sibling <= unit.endOffset()) {
      seek(die.sibling);
      return;
    }
    skipRow();
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
    if (abbreviation.fixedSizeBytes >= 0 && !startsWithSibling(abbreviation)) {
      in.skip(abbreviation.fixedSizeBytes);
      return abbreviation.hasChildren;
    }
    for (int i = 0; i < abbreviation.forms.length; i++) {
      if (abbreviation.attributes[i] == Attribute.SIBLING && abbreviation.hasChildren) {
        seek(reference(abbreviation.forms[i]));
        return false;
      }
      skip(abbreviation.forms[i]);
    }
    return abbreviation.hasChildren;
  }

  private static boolean startsWithSibling(Abbreviation abbreviation) {
    if (!abbreviation.hasChildren) {
      return false;
    }
    for (int attribute : abbreviation.attributes) {
      if (attribute == Attribute.SIBLING) {
        return true;
      }
    }
    return false;
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
      case Attribute.DECL_LINE -> die.declLine = (int) number(form, constant);
      case Attribute.DECLARATION -> die.declaration = number(form, constant) != 0;
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
        die.nameSection = NameSection.INFO;
        die.nameOffset = position();
        in.skipCString();
      }
      case Form.STRP -> {
        die.nameSection = NameSection.STR;
        die.nameOffset = in.unsigned(unit.offsetSize());
      }
      case Form.LINE_STRP -> {
        die.nameSection = NameSection.LINE_STR;
        die.nameOffset = in.unsigned(unit.offsetSize());
      }
      case Form.STRX, Form.STRX1, Form.STRX2, Form.STRX3, Form.STRX4 -> {
        die.nameSection = NameSection.STR;
        die.nameOffset =
            sections.strOffset(strOffsetsBase + index(form) * unit.offsetSize(), unit.offsetSize());
      }
      default -> {
        die.nameSection = NameSection.ELSEWHERE;
        skip(form);
      }
    }
  }

  private long index(int form) {
    return form == Form.STRX || form == Form.ADDRX
        ? in.uleb128()
        : in.unsigned(Form.fixedSize(form, unit));
  }

  /** Section offset of the entry referred to; none where it lies in a supplementary file. */
  private long reference(int form) {
    return switch (form) {
      case Form.REF1, Form.REF2, Form.REF4, Form.REF8 ->
          unit.offset() + in.unsigned(Form.fixedSize(form, unit));
      case Form.REF_UDATA -> unit.offset() + in.uleb128();
      case Form.REF_ADDR -> in.unsigned(Form.fixedSize(form, unit));
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
    return number(form, constant);
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

  /** The address, where the place is one fixed address. */
  private long location(int form) {
    if (form != Form.EXPRLOC && form != Form.BLOCK1 && form != Form.BLOCK) {
      skip(form);
      return Die.NONE;
    }
    long length = form == Form.BLOCK1 ? in.u8() : in.uleb128();
    int end = in.position() + (int) Math.min(length, Integer.MAX_VALUE / 2);
    long address = Die.NONE;
    if (length > 1) {
      int operation = in.u8();
      if (operation == DW_OP_ADDR && length == 1 + unit.addressSize()) {
        address = in.unsigned(unit.addressSize());
      } else if (operation == DW_OP_ADDRX) {
        long index = in.uleb128();
        if (in.position() == end) {
          address = sections.address(addrBase + index * unit.addressSize(), unit.addressSize());
        }
      }
    }
    in.seek(end);
    return address;
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
          Form.RNGLISTX ->
          in.skipLeb128();
      case Form.EXPRLOC, Form.BLOCK -> in.skip(in.uleb128());
      case Form.BLOCK1 -> in.skip(in.u8());
      case Form.BLOCK2 -> in.skip(in.u16());
      case Form.BLOCK4 -> in.skip(in.u32());
      case Form.INDIRECT -> {
        int real = (int) in.uleb128();
        if (real == Form.INDIRECT) {
          throw in.malformed("an indirect form that is indirect");
        }
        skip(real);
      }
      default -> throw in.malformed("form 0x" + Integer.toHexString(form) + " is not known");
    }
  }
}
