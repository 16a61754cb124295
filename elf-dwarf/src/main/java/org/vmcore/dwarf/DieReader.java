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
  private static final int MAX_DEPTH = 1024;

  private final Unit unit;
  private final Abbreviations abbreviations;
  private final Cursor in;
  private final FormReader values;

  /**
   * @param unitBytes the unit from its header on; may be longer than the unit
   */
  DieReader(Unit unit, byte[] unitBytes, Abbreviations abbreviations) {
    DebugSections sections = unit.sections();
    this.unit = unit;
    this.abbreviations = abbreviations;
    this.in =
        new Cursor(
            unitBytes,
            0,
            unit.sizeBytes(),
            sections.order(),
            sections.entryName(),
            unit.offset() - unit.base());
    this.values = new FormReader(unit, unitBytes, abbreviations, in);
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
        values.skip(abbreviation, i);
        continue;
      }
      int form = abbreviation.forms[i];
      if (form == Form.INDIRECT) {
        form = values.indirect();
      }
      attribute(die, attribute, form, abbreviation.constants[i]);
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
      forward(values.reference(abbreviation.siblingForm));
      return false;
    }
    if (abbreviation.fixedSizeBytes >= 0) {
      in.skip(abbreviation.fixedSizeBytes);
      return abbreviation.hasChildren;
    }
    for (int i = 0; i < abbreviation.forms.length; i++) {
      if (abbreviation.attributes[i] == Attribute.SIBLING && abbreviation.hasChildren) {
        forward(values.reference(abbreviation.forms[i]));
        return false;
      }
      values.skip(abbreviation, i);
    }
    return abbreviation.hasChildren;
  }

  private void attribute(Die die, int attribute, int form, long constant) {
    switch (attribute) {
      case Attribute.NAME -> values.name(die, form);
      case Attribute.SIBLING -> die.sibling = values.reference(form);
      case Attribute.TYPE -> {
        if (form == Form.REF_SIG8) {
          die.typeSignature = in.u64();
        } else {
          die.type = values.reference(form);
        }
      }
      case Attribute.SIGNATURE -> {
        if (form == Form.REF_SIG8) {
          die.isSignatureOfItself = true;
          die.typeSignature = in.u64();
        } else {
          values.skip(form);
        }
      }
      case Attribute.SPECIFICATION, Attribute.ABSTRACT_ORIGIN ->
          die.specification = form == Form.REF_SIG8 ? values.skipped(form) : values.reference(form);
      case Attribute.BYTE_SIZE -> die.byteSize = values.number(form, constant);
      case Attribute.BIT_SIZE -> die.bitSize = values.number(form, constant);
      case Attribute.BIT_OFFSET -> die.bitOffset = values.number(form, constant);
      case Attribute.DATA_BIT_OFFSET -> die.dataBitOffset = values.number(form, constant);
      case Attribute.DATA_MEMBER_LOCATION ->
          die.memberLocation = values.memberLocation(form, constant);
      case Attribute.UPPER_BOUND -> die.upperBound = values.upperBound(form, constant);
      case Attribute.COUNT -> {
        long count = values.upperBound(form, constant);
        die.upperBound = count == Die.NONE ? Die.NONE : count - 1;
      }
      case Attribute.CONST_VALUE -> {
        die.constValueSigned = form == Form.SDATA || form == Form.IMPLICIT_CONST;
        die.constValue = values.number(form, constant);
      }
      case Attribute.ENCODING -> die.encoding = (int) values.number(form, constant);
      case Attribute.DECL_FILE -> die.declFile = values.number(form, constant);
      case Attribute.DECL_LINE -> die.declLine = (int) values.number(form, constant);
      case Attribute.DECLARATION -> die.declaration = values.number(form, constant) != 0;
      case Attribute.STMT_LIST -> die.lineTable = values.number(form, constant);
      case Attribute.LANGUAGE -> die.language = (int) values.number(form, constant);
      case Attribute.DWO_NAME, Attribute.GNU_DWO_NAME -> {
        die.isSkeleton = true;
        values.skip(form);
      }
      case Attribute.GNU_DWO_ID -> die.dwoId = values.number(form, constant);
      case Attribute.ADDR_BASE, Attribute.GNU_ADDR_BASE ->
          die.addressesStart = values.number(form, constant);
      case Attribute.EXTERNAL -> die.external = values.number(form, constant) != 0;
      case Attribute.LOCATION -> die.address = values.location(form);
      default -> values.skip(form);
    }
  }
}
