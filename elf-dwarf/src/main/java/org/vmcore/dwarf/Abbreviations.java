package org.vmcore.dwarf;

import java.util.Arrays;
import org.vmcore.io.Cursor;

/**
 * One table of {@code .debug_abbrev}: what entries of a unit look like, by their code. Immutable.
 */
final class Abbreviations {
  private static final int MAX_CODES = 1 << 20;
  private static final int MAX_ATTRIBUTES = 256;
  private static final long[] NO_CONSTANTS = new long[MAX_ATTRIBUTES];

  private final Abbreviation[] byCode;

  /** Tag, children, and (attribute, form) pairs with the constants of implicit ones. */
  static final class Abbreviation {
    final int tag;
    final boolean hasChildren;
    final boolean isIndexed;

    // A row of attributes that nobody reads is one here, without a name or a form of its own.
    final int[] attributes;
    final int[] forms;
    final long[] constants;

    /** Bytes of each value, or -1 where they differ from entry to entry. */
    final int[] sizes;

    /** Bytes of such an entry after its code where all values are of fixed size, else -1. */
    final int fixedSizeBytes;

    /** Bytes between the code and where the entry says what comes after its children, or -1. */
    final int siblingAt;

    final int siblingForm;

    private Abbreviation(int tag, boolean hasChildren, Row row) {
      this.tag = tag;
      this.hasChildren = hasChildren;
      this.isIndexed = IndexKind.of(tag) != null;
      this.attributes = Arrays.copyOf(row.attributes, row.count);
      this.forms = Arrays.copyOf(row.forms, row.count);
      this.sizes = Arrays.copyOf(row.sizes, row.count);
      this.constants = row.hasConstants ? Arrays.copyOf(row.constants, row.count) : NO_CONSTANTS;
      int size = 0;
      int sibling = -1;
      int form = 0;
      for (int i = 0; i < sizes.length; i++) {
        if (attributes[i] == Attribute.SIBLING && hasChildren) {
          sibling = size;
          form = forms[i];
        }
        size = sizes[i] < 0 || size < 0 ? -1 : size + sizes[i];
      }
      this.fixedSizeBytes = size;
      this.siblingAt = sibling;
      this.siblingForm = form;
    }
  }

  /** The attributes of the abbreviation that is being read; one serves for a whole table. */
  private static final class Row {
    private final Unit unit;
    private final int[] attributes = new int[MAX_ATTRIBUTES];
    private final int[] forms = new int[MAX_ATTRIBUTES];
    private final int[] sizes = new int[MAX_ATTRIBUTES];
    private final long[] constants = new long[MAX_ATTRIBUTES];
    private boolean hasConstants;
    private int count;

    Row(Unit unit) {
      this.unit = unit;
    }

    /** Reads up to the pair of zeros. */
    void read(Cursor in) {
      count = 0;
      hasConstants = false;
      while (true) {
        int attribute = (int) in.uleb128();
        int form = (int) in.uleb128();
        long constant = form == Form.IMPLICIT_CONST ? in.sleb128() : 0;
        if (attribute == 0 && form == 0) {
          return;
        }
        add(in, attribute, form, constant);
      }
    }

    private void add(Cursor in, int attribute, int form, long constant) {
      int size = Form.fixedSize(form, unit);
      boolean isSkipped = size >= 0 && !Attribute.isRead(attribute);
      if (isSkipped && count > 0 && attributes[count - 1] == Attribute.NONE) {
        sizes[count - 1] += size;
        return;
      }
      if (count == MAX_ATTRIBUTES) {
        throw in.malformed("an abbreviation with more than " + MAX_ATTRIBUTES + " attributes");
      }
      attributes[count] = isSkipped ? Attribute.NONE : attribute;
      forms[count] = form;
      sizes[count] = size;
      constants[count++] = constant;
      hasConstants |= constant != 0;
    }
  }

  private Abbreviations(Abbreviation[] byCode) {
    this.byCode = byCode;
  }

  /** Reads the table that begins at the cursor. */
  static Abbreviations read(Cursor in, Unit unit) {
    Abbreviation[] byCode = new Abbreviation[256];
    Row row = new Row(unit);
    while (true) {
      long code = in.uleb128();
      if (code == 0) {
        return new Abbreviations(byCode);
      }
      // Codes count up from 1: one that the table has no bytes for would only cost memory.
      if (code < 0 || code > MAX_CODES || code > in.position() + in.remaining()) {
        throw in.malformed("abbreviation code " + code);
      }
      if (code >= byCode.length) {
        byCode = Arrays.copyOf(byCode, (int) Math.max(code + 1, byCode.length * 2L));
      }
      int tag = (int) in.uleb128();
      boolean hasChildren = in.u8() != 0;
      row.read(in);
      byCode[(int) code] = new Abbreviation(tag, hasChildren, row);
    }
  }

  /** The abbreviation of this code, or null. */
  Abbreviation of(long code) {
    return code > 0 && code < byCode.length ? byCode[(int) code] : null;
  }
}
