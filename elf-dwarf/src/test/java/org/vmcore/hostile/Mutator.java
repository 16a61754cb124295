package org.vmcore.hostile;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes subjects. The first mutants of a subject have one header field each set to 0, 1, its
 * largest value and -1; the others are what seed, subject and number make them, now and for ever.
 */
final class Mutator {
  private static final int MAX_FILE_BYTES = 2 << 20;
  private static final int MAX_CHANGES = 4;
  private static final int MAX_RANGE_BYTES = 512;
  private static final int HEAD_BYTES = 8192;

  private final long seed;
  private final List<Subject> others;

  /**
   * @param others what pieces are spliced in from
   */
  Mutator(long seed, List<Subject> others) {
    this.seed = seed;
    this.others = others;
  }

  /** How many mutants are a field and a value. */
  static int nrOfFields(Subject subject) {
    return subject.fields().size() * HeaderField.NR_VALUES;
  }

  Mutant mutant(Subject subject, long number) {
    List<byte[]> files = new ArrayList<>();
    subject.files().forEach(file -> files.add(file.clone()));
    if (number < nrOfFields(subject)) {
      HeaderField field = subject.fields().get((int) number / HeaderField.NR_VALUES);
      field.set(files.get(field.file()), (int) number % HeaderField.NR_VALUES);
      return new Mutant(subject, number, files, field + " value " + number % HeaderField.NR_VALUES);
    }
    SplittableRandom random =
        new SplittableRandom(seed ^ 31L * subject.name().hashCode() ^ number << 32);
    int nrChanges = 1 + random.nextInt(MAX_CHANGES);
    List<String> changes = new ArrayList<>();
    for (int i = 0; i < nrChanges; i++) {
      int file = random.nextInt(files.size());
      Change change = new Change(subject, random, file, files.get(file));
      files.set(file, change.apply());
      changes.add(change.words);
    }
    return new Mutant(subject, number, files, String.join(", ", changes));
  }

  /** One change of one file. */
  private final class Change {
    private final Subject subject;
    private final SplittableRandom random;
    private final int file;
    private final byte[] bytes;
    private String words = "";

    Change(Subject subject, SplittableRandom random, int file, byte[] bytes) {
      this.subject = subject;
      this.random = random;
      this.file = file;
      this.bytes = bytes;
    }

    byte[] apply() {
      if (bytes.length == 0) {
        return said("left empty", bytes);
      }
      return switch (random.nextInt(14)) {
        case 0, 1, 2 -> flipped();
        case 3, 4, 5, 6 -> withField();
        case 7, 8 -> withNumber();
        case 9 -> said("cut", Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        case 10 -> filled();
        case 11 -> withCopy();
        case 12 -> without();
        default -> spliced();
      };
    }

    private byte[] said(String what, byte[] result) {
      words = what;
      return result;
    }

    /** Headers are small and matter most. */
    private int place() {
      int limit = random.nextInt(3) == 0 ? Math.min(HEAD_BYTES, bytes.length) : bytes.length;
      return random.nextInt(limit);
    }

    private int range(int at) {
      return Math.min(bytes.length - at, 1 + random.nextInt(MAX_RANGE_BYTES));
    }

    private byte[] flipped() {
      int at = place();
      bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      return said("bit flipped at " + at, bytes);
    }

    private byte[] withField() {
      List<HeaderField> fields =
          subject.fields().stream()
              .filter(f -> f.file() == file && f.offset() + f.sizeBytes() <= bytes.length)
              .toList();
      if (fields.isEmpty()) {
        return withNumber();
      }
      HeaderField field = fields.get(random.nextInt(fields.size()));
      long number = number();
      field.put(bytes, number);
      return said(field + " = " + number, bytes);
    }

    private byte[] withNumber() {
      int size = 1 << random.nextInt(4);
      ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      int at = place() & -size;
      if (at + size > bytes.length) {
        return flipped();
      }
      long number = number();
      new HeaderField(file, at, size, order).put(bytes, number);
      return said(size + " bytes at " + at + " = " + number, bytes);
    }

    /** Numbers at which sums wrap, tables end and loops begin. */
    private long number() {
      return switch (random.nextInt(12)) {
        case 0 -> 0;
        case 1 -> 1;
        case 2 -> -1;
        case 3 -> Integer.MAX_VALUE;
        case 4 -> Long.MAX_VALUE;
        case 5 -> Long.MIN_VALUE;
        case 6 -> bytes.length;
        case 7 -> bytes.length - 1L - random.nextInt(Math.min(64, bytes.length));
        case 8 -> 1L << random.nextInt(Long.SIZE);
        case 9 -> -(1L << random.nextInt(Long.SIZE));
        case 10 -> random.nextInt(bytes.length);
        default -> random.nextLong() >>> random.nextInt(Long.SIZE);
      };
    }

    private byte[] filled() {
      int at = place();
      int length = range(at);
      byte value = (byte) (random.nextBoolean() ? 0 : 0xff);
      Arrays.fill(bytes, at, at + length, value);
      return said(length + " bytes at " + at + " filled with " + value, bytes);
    }

    /** A piece stands once more, somewhere else: over what was there, or pushing it on. */
    private byte[] withCopy() {
      int from = place();
      int length = range(from);
      int to = place();
      byte[] piece = Arrays.copyOfRange(bytes, from, from + length);
      if (random.nextBoolean()) {
        System.arraycopy(piece, 0, bytes, to, Math.min(length, bytes.length - to));
        return said(length + " bytes at " + from + " copied to " + to, bytes);
      }
      return said(length + " bytes at " + from + " inserted at " + to, inserted(piece, to, to));
    }

    private byte[] without() {
      int at = place();
      int length = range(at);
      return said(length + " bytes at " + at + " removed", inserted(new byte[0], at, at + length));
    }

    /** The end of another subject behind the start of this one. */
    private byte[] spliced() {
      Subject other = others.get(random.nextInt(others.size()));
      byte[] theirs = other.files().get(random.nextInt(other.files().size()));
      int at = place();
      int from = theirs.length == 0 ? 0 : random.nextInt(theirs.length);
      byte[] piece = Arrays.copyOfRange(theirs, from, theirs.length);
      return said(
          "from " + at + " on as '" + other.name() + "' from " + from,
          inserted(piece, at, bytes.length));
    }

    private byte[] inserted(byte[] piece, int at, int rest) {
      byte[] all = new byte[Math.min(MAX_FILE_BYTES, at + piece.length + bytes.length - rest)];
      System.arraycopy(bytes, 0, all, 0, at);
      int length = Math.min(piece.length, all.length - at);
      System.arraycopy(piece, 0, all, at, length);
      System.arraycopy(bytes, rest, all, at + length, all.length - at - length);
      return all;
    }
  }
}
