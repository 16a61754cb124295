package org.vmcore.dump.kdump;

import io.airlift.compress.Compressor;
import io.airlift.compress.lzo.LzoCompressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import org.vmcore.dump.MemoryImage;
import org.vmcore.io.ArraySource;

/** Writes a memory image as makedumpfile would. */
public final class KdumpBuilder {
  private static final int MAX_FILE_BYTES = 1 << 20;

  /** How the sub header is laid out. */
  public enum Width {
    WIDE,
    NARROW_PACKED,
    NARROW_PADDED
  }

  private final MemoryImage image;
  private int version = 6;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private Width width = Width.WIDE;
  private PageCompression compression = PageCompression.ZLIB;
  private boolean oneBitmap;
  private int status;
  private int level = 31;
  private String machine = "x86_64";
  private String vmcoreInfo = "OSRELEASE=6.1.0\nPAGESIZE=4096\n";
  private boolean split;
  private long physBase;
  private long startPfn;
  private long endPfn;
  private long writtenPages = Long.MAX_VALUE;
  private String eraseInfo = "";
  private int block = MemoryImage.PAGE_BYTES;
  private Map<Long, byte[]> stored;
  private long maxMapnr;

  public KdumpBuilder(MemoryImage image) {
    this.image = image;
    this.stored = image.stored();
    this.maxMapnr = image.endPfn();
    this.endPfn = maxMapnr;
  }

  public KdumpBuilder version(int number) {
    version = number;
    return this;
  }

  public KdumpBuilder order(ByteOrder byteOrder) {
    order = byteOrder;
    return this;
  }

  public KdumpBuilder width(Width layout, String utsMachine) {
    width = layout;
    machine = utsMachine;
    return this;
  }

  /** The image once for each compression, by its name. */
  public static Map<String, byte[]> compressions(MemoryImage image) {
    Map<String, byte[]> files = new TreeMap<>();
    for (PageCompression pages : PageCompression.values()) {
      files.put(pages.name(), new KdumpBuilder(image).compression(pages).bytes());
    }
    return files;
  }

  KdumpBuilder compression(PageCompression pages) {
    compression = pages;
    return this;
  }

  public KdumpBuilder oneBitmap() {
    oneBitmap = true;
    return this;
  }

  public KdumpBuilder vmcoreInfo(String text) {
    vmcoreInfo = text;
    return this;
  }

  /** The level that the header records; the image tells what was left out. */
  public KdumpBuilder level(int bits) {
    level = bits;
    return this;
  }

  /** What was erased from the dump, a line each. */
  public KdumpBuilder eraseInfo(String text) {
    eraseInfo = text;
    return this;
  }

  /** In blocks of several pages, as QEMU writes them for arm64; nothing may be left out. */
  public KdumpBuilder block(int sizeBytes) {
    block = sizeBytes;
    stored = new TreeMap<>();
    int pages = sizeBytes / MemoryImage.PAGE_BYTES;
    image
        .stored()
        .forEach(
            (pfn, page) -> {
              byte[] whole = stored.computeIfAbsent(pfn / pages, n -> new byte[sizeBytes]);
              int at = (int) (pfn % pages) * MemoryImage.PAGE_BYTES;
              System.arraycopy(page, 0, whole, at, page.length);
            });
    maxMapnr = (image.endPfn() + pages - 1) / pages;
    endPfn = maxMapnr;
    return this;
  }

  /** Of a kernel that runs below the place it was linked for, less than 0. */
  public KdumpBuilder physBase(long bytes) {
    physBase = bytes;
    return this;
  }

  /** One part of a split dump. */
  public KdumpBuilder part(long fromPfn, long toPfn) {
    split = true;
    startPfn = fromPfn;
    endPfn = toPfn;
    return this;
  }

  /** The writer ran out of space after this many pages. */
  public KdumpBuilder incompleteAfter(long pages) {
    status |= 0x8;
    writtenPages = pages;
    return this;
  }

  public ArraySource build() {
    return new ArraySource("built", bytes());
  }

  public byte[] bytes() {
    int bitmapBlocks = oneBitmap ? 1 : 2;
    ByteBuffer file = ByteBuffer.allocate(MAX_FILE_BYTES).order(order);
    mainHeader(file, bitmapBlocks);
    subHeader(file);
    for (int i = 0; i < bitmapBlocks; i++) {
      bitmap(file, 2 * block + i * block, i == 0 && !oneBitmap);
    }
    int descriptor = (2 + bitmapBlocks) * block;
    int data = descriptor + stored.size() * 24;
    int zeroPage = data; // in front of all others, as makedumpfile and QEMU write it
    data += block;
    long written = 0;
    for (Map.Entry<Long, byte[]> page : stored.entrySet()) {
      if (page.getKey() < startPfn || page.getKey() >= endPfn) {
        continue;
      }
      boolean isZero = Arrays.equals(page.getValue(), new byte[block]);
      byte[] packed = isZero ? page.getValue() : packed(page.getValue());
      if (written++ < writtenPages) {
        boolean raw = packed.length == block;
        file.putLong(descriptor, isZero ? zeroPage : data);
        file.putInt(descriptor + 8, packed.length);
        file.putInt(descriptor + 12, raw ? 0 : flag());
        if (!isZero) {
          file.position(data).put(packed);
          data += packed.length;
        }
      }
      descriptor += 24;
    }
    return Arrays.copyOf(file.array(), data);
  }

  private int flag() {
    return switch (compression) {
      case RAW -> 0;
      case ZLIB -> 1;
      case LZO -> 2;
      case SNAPPY -> 4;
      case ZSTD -> 0x20;
    };
  }

  private void mainHeader(ByteBuffer file, int bitmapBlocks) {
    text(file, 0, KdumpFile.SIGNATURE);
    file.putInt(8, version);
    text(file, 12 + 65, "built");
    text(file, 12 + 4 * 65, machine);
    int at = width == Width.WIDE ? 424 : 412;
    file.putInt(at, status | flag());
    file.putInt(at + 4, block);
    file.putInt(at + 8, 1);
    file.putInt(at + 12, bitmapBlocks);
    file.putInt(at + 16, (int) maxMapnr);
  }

  private void subHeader(ByteBuffer file) {
    file.position(block);
    word(file, physBase);
    file.putInt(level);
    file.putInt(split ? 1 : 0);
    word(file, version < 6 ? startPfn : 0);
    word(file, version < 6 ? endPfn : 0);
    align(file);
    int infoAt = block + 512;
    byte[] info = vmcoreInfo.getBytes(StandardCharsets.US_ASCII);
    boolean hasInfo = version >= 3;
    file.putLong(hasInfo ? infoAt : 0);
    word(file, hasInfo ? info.length : 0);
    align(file);
    file.putLong(0); // notes
    word(file, 0);
    align(file);
    int eraseAt = infoAt + 1024;
    byte[] erased = eraseInfo.getBytes(StandardCharsets.US_ASCII);
    file.putLong(erased.length > 0 ? eraseAt : 0);
    word(file, erased.length);
    align(file);
    file.putLong(startPfn);
    file.putLong(endPfn);
    file.putLong(maxMapnr);
    file.position(infoAt).put(info);
    file.position(eraseAt).put(erased);
  }

  private void word(ByteBuffer file, long value) {
    if (width == Width.WIDE) {
      file.putLong(value);
    } else {
      file.putInt((int) value);
    }
  }

  private void align(ByteBuffer file) {
    if (width == Width.NARROW_PADDED) {
      file.position(file.position() + 7 & -8);
    }
  }

  private void bitmap(ByteBuffer file, int at, boolean withExcluded) {
    for (long pfn = 0; pfn < maxMapnr; pfn++) {
      if (stored.containsKey(pfn) || withExcluded && image.excluded().contains(pfn)) {
        int where = at + (int) (pfn >> 3);
        file.put(where, (byte) (file.get(where) | 1 << (pfn & 7)));
      }
    }
  }

  private static void text(ByteBuffer file, int at, String text) {
    file.position(at).put(text.getBytes(StandardCharsets.US_ASCII));
  }

  private byte[] packed(byte[] page) {
    byte[] packed =
        switch (compression) {
          case RAW -> page;
          case ZLIB -> deflated(page);
          case LZO -> compressed(new LzoCompressor(), page);
          case SNAPPY -> compressed(new SnappyCompressor(), page);
          case ZSTD -> compressed(new ZstdCompressor(), page);
        };
    return packed.length < page.length ? packed : page;
  }

  private static byte[] deflated(byte[] page) {
    Deflater deflater = new Deflater();
    deflater.setInput(page);
    deflater.finish();
    byte[] out = new byte[2 * page.length];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  private static byte[] compressed(Compressor compressor, byte[] page) {
    byte[] out = new byte[compressor.maxCompressedLength(page.length)];
    return Arrays.copyOf(out, compressor.compress(page, 0, page.length, out, 0, out.length));
  }
}
