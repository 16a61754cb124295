package org.vmcore.debuginfo.index;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.vmcore.io.ArraySource;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;

/** Where sections were linked, and the bytes of some, inflated when asked for. Immutable. */
final class IndexedSections {
  private static final int MAX_RATIO = 1100; // deflate reaches 1032

  private final String name;
  private final IndexPart contents;
  private final Map<String, Section> sections = new HashMap<>();

  /**
   * @param offset of the deflated bytes in the contents
   * @param deflatedBytes 0 for a section whose bytes are not here
   */
  private record Section(long address, long sizeBytes, long offset, long deflatedBytes) {}

  IndexedSections(String name, NameTable names, IndexPart table, IndexPart contents) {
    this.name = name;
    this.contents = contents;
    Cursor in = table.cursor(0);
    long offset = 0;
    while (in.hasRemaining()) {
      String section = names.name((int) in.uleb128());
      long address = in.u64();
      long sizeBytes = in.uleb128();
      long deflatedBytes = in.uleb128();
      if (deflatedBytes < 0
          || deflatedBytes > contents.sizeBytes() - offset
          || sizeBytes < 0
          || deflatedBytes > 0 && sizeBytes > deflatedBytes * MAX_RATIO) {
        throw in.malformed("a section of " + sizeBytes + " in " + deflatedBytes + " bytes");
      }
      sections.putIfAbsent(section, new Section(address, sizeBytes, offset, deflatedBytes));
      offset += deflatedBytes;
    }
  }

  OptionalLong address(String section) {
    Section found = sections.get(section);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found.address());
  }

  Optional<ByteSource> bytes(String section) {
    Section found = sections.get(section);
    if (found == null || found.deflatedBytes() == 0 || found.sizeBytes() > IndexFormat.MAX_BYTES) {
      return Optional.empty();
    }
    return Optional.of(new ArraySource(name + ": " + section, inflate(found)));
  }

  private byte[] inflate(Section section) {
    byte[] plain = new byte[(int) section.sizeBytes()];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(contents.cursor((int) section.offset()).bytes(section.deflatedBytes()));
      int done = 0;
      int got = 1;
      while (done < plain.length && got > 0) {
        got = inflater.inflate(plain, done, plain.length - done);
        done += got;
      }
      if (done < plain.length) {
        throw new MalformedInput("inflates to " + done + " bytes only", name, section.offset());
      }
      return plain;
    } catch (DataFormatException e) {
      throw new MalformedInput("does not inflate: " + e.getMessage(), name, section.offset());
    } finally {
      inflater.end();
    }
  }
}
