package org.vmcore.pipeline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.CoderException;

/** How the fields of elements are written between workers; strings of any length. */
final class Fields {
  private static final int MAX_BYTES = 64 << 20;

  private Fields() {}

  static void writeVersion(DataOutputStream out, int version) throws IOException {
    out.writeByte(version);
  }

  /** Refuses elements that another version of this tool has written. */
  static void readVersion(DataInputStream in, int version) throws IOException {
    int found = in.readUnsignedByte();
    if (found != version) {
      throw new CoderException("an element of version " + found + ", expected " + version);
    }
  }

  static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readString(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_BYTES) {
      throw new CoderException("a string of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static void write(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      write(out, text);
    }
  }

  static List<String> readStrings(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(readString(in));
    }
    return texts;
  }

  static void write(DataOutputStream out, Map<String, Long> counts) throws IOException {
    out.writeInt(counts.size());
    for (Map.Entry<String, Long> count : new TreeMap<>(counts).entrySet()) {
      write(out, count.getKey());
      out.writeLong(count.getValue());
    }
  }

  static Map<String, Long> readCounts(DataInputStream in) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = readString(in);
      counts.put(name, in.readLong());
    }
    return counts;
  }
}
