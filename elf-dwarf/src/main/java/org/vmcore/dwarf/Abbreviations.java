package org.vmcore.dwarf;

import java.util.Arrays;
import org.vmcore.io.Cursor;

/**
 * One table of {@code .debug_abbrev}: what entries of a unit look like, by their code. Immutable.
 */
final class Abbreviations {
  private static final int MAX_CODES = 1 << 20;
  private static final int MAX_ATTRIBUTES = 256;

  private final Abbreviation[] byCode;

  /** Tag, children, and (attribute, form) pairs with the constants of implicit ones. */
  static final class Abbreviation {
    final int tag;
    final boolean hasChildren;
    final int[] attributes;
    final int[] forms;
    final long[] constants;
    // Bytes of such an entry after its code where all forms are of fixed size, else -1.
    final int fixedSizeBytes;
    final boolean isIndexed;

    Abbreviation(
        int tag, boolean hasChildren, int[] attributes, int[] forms, long[] constants, Unit unit) {
      this.tag = tag;
      this.hasChildren = hasChildren;
      this.attributes = attributes;
      this.forms = forms;
      this.constants = constants;
      int size = 0;
      for (int form : forms) {
        int fixed = Form.fixedSize(form, unit);
        size = fixed < 0 || size < 0 ? -1 : size + fixed;
      }
      this.fixedSizeBytes = size;
      this.isIndexed = IndexKind.of(tag) != null;
    }
  }

  private Abbreviations(Abbreviation[] byCode) {
    this.byCode = byCode;
  }

  /** Reads the table that begins at the cursor. */
  static Abbreviations read(Cursor in, Unit unit) {
    Abbreviation[] byCode = new Abbreviation[64];
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
      byCode[(int) code] = abbreviation(in, unit);
    }
  }

  private static Abbreviation abbreviation(Cursor in, Unit unit) {
    int tag = (int) in.uleb128();
    boolean hasChildren = in.u8() != 0;
    int[] attributes = new int[8];
    int[] forms = new int[8];
    long[] constants = new long[8];
    int count = 0;
    while (true) {
      int attribute = (int) in.uleb128();
      int form = (int) in.uleb128();
      long constant = form == Form.IMPLICIT_CONST ? in.sleb128() : 0;
      if (attribute == 0 && form == 0) {
        break;
      }
      if (count == MAX_ATTRIBUTES) {
        throw in.malformed("an abbreviation with more than " + MAX_ATTRIBUTES + " attributes");
      }
      if (count == forms.length) {
        attributes = Arrays.copyOf(attributes, count * 2);
        forms = Arrays.copyOf(forms, count * 2);
        constants = Arrays.copyOf(constants, count * 2);
      }
      attributes[count] = attribute;
      forms[count] = form;
      constants[count++] = constant;
    }
    return new Abbreviation(
        tag,
        hasChildren,
        Arrays.copyOf(attributes, count),
        Arrays.copyOf(forms, count),
        Arrays.copyOf(constants, count),
        unit);
  }

  /** The abbreviation of this code, or null. */
  Abbreviation of(long code) {
    return code > 0 && code < byCode.length ? byCode[(int) code] : null;
  }
}
