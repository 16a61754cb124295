package org.vmcore.dwarf;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;

/**
 * The source files of a unit by their number: what stands before its table of lines, DWARF 5
 * section 6.2.4. Up to DWARF 4:
 *
 * <pre>
 *   unit_length, version, header_length
 *   minimum_instruction_length u8, [4: maximum_operations_per_instruction u8], default_is_stmt u8,
 *   line_base s8, line_range u8, opcode_base u8, standard_opcode_lengths
 *   folders: strings up to an empty one
 *   files: string, ULEB folder, ULEB time, ULEB size; up to an empty string; numbered from 1
 * </pre>
 *
 * <p>In DWARF 5 folders and files are tables that tell their columns; files are numbered from 0. In
 * both, folder 0 is where the compiler ran: names without it begin there.
 */
final class FileTable {
  private static final int LARGEST_START_BYTES = 24; // up to header_length
  private static final int MAX_HEADER_BYTES = 16 << 20;
  private static final int DW_LNCT_PATH = 1;
  private static final int DW_LNCT_DIRECTORY_INDEX = 2;

  private final DebugSections sections;
  private final Cursor in;
  private final int offsetSize;
  private final int version;

  /** A row of a table: a name, and for files the number of a folder. */
  private record Row(String path, long folder) {}

  /**
   * @param offset in {@code .debug_line}
   * @throws MalformedInput when no table begins there
   */
  FileTable(DebugSections sections, long offset) {
    this.sections = sections;
    String where = sections.name() + ": .debug_line";
    ByteSource lines =
        sections.lines().orElseThrow(() -> new MalformedInput("is not there", where, offset));
    if (offset < 0 || offset >= lines.sizeBytes()) {
      throw new MalformedInput("a table past the end", where, offset);
    }
    long there = lines.sizeBytes() - offset;
    byte[] start = lines.read(offset, (int) Math.min(there, LARGEST_START_BYTES));
    Cursor header = new Cursor(start, 0, start.length, sections.order(), where, offset);
    this.offsetSize = header.u32() == 0xffff_ffffL ? Long.BYTES : Integer.BYTES;
    header.skip(offsetSize == Long.BYTES ? Long.BYTES : 0);
    this.version = header.u16();
    header.skip(version >= 5 ? 2 : 0); // address_size, segment_selector_size
    long length = header.unsigned(offsetSize);
    if (version < 2 || version > 5 || length < 0 || length > there - header.position()) {
      throw header.malformed("version " + version + ", header_length " + length);
    }
    int size = (int) Math.min(header.position() + length, MAX_HEADER_BYTES);
    this.in = new Cursor(lines.read(offset, size), 0, size, sections.order(), where, offset);
    in.skip(header.position());
  }

  /**
   * The path of a file; empty for a number that the table lacks.
   *
   * @throws MalformedInput when the table ends before it is complete
   */
  String name(long number) {
    in.skip(version >= 4 ? 5 : 4); // up to line_range
    in.skip(Math.max(0, in.u8() - 1)); // standard_opcode_lengths
    return version >= 5 ? nameInColumns(number) : nameInStrings(number);
  }

  private String nameInStrings(long number) {
    List<Row> folders = new ArrayList<>();
    folders.add(new Row("", 0));
    for (String folder = in.cString(); !folder.isEmpty(); folder = in.cString()) {
      folders.add(new Row(folder, 0));
    }
    long at = 1;
    for (String file = in.cString(); !file.isEmpty(); file = in.cString()) {
      long folder = in.uleb128();
      if (at++ == number) {
        return joined(folders, new Row(file, folder));
      }
      in.skipLeb128(); // time
      in.skipLeb128(); // size
    }
    return "";
  }

  private String nameInColumns(long number) {
    List<Row> folders = rows(Long.MAX_VALUE);
    List<Row> files = rows(number);
    return number < 0 || number >= files.size() ? "" : joined(folders, files.get((int) number));
  }

  private static String joined(List<Row> folders, Row file) {
    boolean known = file.folder() > 0 && file.folder() < folders.size();
    String folder = known ? folders.get((int) file.folder()).path() : "";
    boolean below = !folder.isEmpty() && !file.path().startsWith("/");
    String path = below ? folder + "/" + file.path() : file.path();
    return path.startsWith("./") ? path.substring(2) : path;
  }

  /** A table up to a row; each row has a byte at least. */
  private List<Row> rows(long last) {
    long[] columns = new long[2 * in.u8()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = in.uleb128();
    }
    long count = in.uleb128();
    if (count < 0 || count > in.remaining() || count > 0 && columns.length == 0) {
      throw in.malformed("a table of " + count + " files");
    }
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < count && i <= last; i++) {
      rows.add(row(columns));
    }
    return rows;
  }

  private Row row(long[] columns) {
    String path = "";
    long folder = 0;
    for (int i = 0; i < columns.length; i += 2) {
      int form = (int) columns[i + 1];
      if (columns[i] == DW_LNCT_PATH) {
        path = string(form);
      } else if (columns[i] == DW_LNCT_DIRECTORY_INDEX) {
        folder = number(form);
      } else {
        skip(form);
      }
    }
    return new Row(path, folder);
  }

  private String string(int form) {
    return switch (form) {
      case Form.STRING -> in.cString();
      case Form.LINE_STRP -> sections.lineString(in.unsigned(offsetSize));
      case Form.STRP -> sections.string(in.unsigned(offsetSize));
      default -> throw unknown(form);
    };
  }

  private long number(int form) {
    return switch (form) {
      case Form.DATA1 -> in.u8();
      case Form.DATA2 -> in.u16();
      case Form.UDATA -> in.uleb128();
      default -> throw unknown(form);
    };
  }

  private void skip(int form) {
    switch (form) {
      case Form.STRING -> in.skipCString();
      case Form.LINE_STRP, Form.STRP -> in.skip(offsetSize);
      case Form.UDATA -> in.skipLeb128();
      case Form.DATA1 -> in.skip(1);
      case Form.DATA2 -> in.skip(2);
      case Form.DATA4 -> in.skip(4);
      case Form.DATA8 -> in.skip(8);
      case Form.DATA16 -> in.skip(16); // a check sum
      case Form.BLOCK -> in.skip(in.uleb128());
      default -> throw unknown(form);
    }
  }

  private MalformedInput unknown(int form) {
    return in.malformed("form 0x" + Integer.toHexString(form) + " in a table of files");
  }
}
