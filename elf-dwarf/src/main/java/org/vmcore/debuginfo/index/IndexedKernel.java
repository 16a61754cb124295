package org.vmcore.debuginfo.index;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.debuginfo.index.IndexFormat.Part;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;
import org.vmcore.io.FileSource;
import org.vmcore.io.MalformedInput;

/**
 * A kernel image from its index. Everything that an {@link IndexWriter} wrote is answered as the
 * vmlinux would; what it left out (types of functions, bytes of most sections) is asked of the
 * vmlinux where that is at hand; where not, there is none. Thread-safe.
 *
 * <p>An index is believed when its checksum is right, and no further: whatever its bytes are,
 * nothing but a {@link MalformedInput} comes of them.
 */
public final class IndexedKernel implements KernelImage {
  private final String name;
  private final ImageIdentity identity;
  private final DebugInfo debugInfo;
  private final SymbolTable symbols;
  private final IndexedSections sections;
  private final Supplier<Optional<KernelImage>> vmlinux;

  private IndexedKernel(
      String index,
      String name,
      ImageIdentity identity,
      Map<Part, IndexPart> parts,
      Supplier<Optional<KernelImage>> file) {
    this.name = name;
    this.identity = identity;
    this.vmlinux = file;
    NameTable names = new NameTable(parts.get(Part.NAME_BLOCKS), parts.get(Part.NAMES));
    this.debugInfo =
        new IndexedDebugInfo(
            names,
            new IndexedTypes(names, parts.get(Part.TYPE_PLACES), parts.get(Part.TYPES)),
            parts.get(Part.DEFINITIONS),
            parts.get(Part.ENUMERATORS),
            parts.get(Part.VARIABLES),
            parts.get(Part.PLACES),
            () -> file.get().map(KernelImage::debugInfo));
    this.symbols =
        new IndexedSymbols(
            names,
            parts.get(Part.SYMBOL_BLOCKS),
            parts.get(Part.SYMBOLS),
            parts.get(Part.SYMBOLS_BY_NAME));
    this.sections =
        new IndexedSections(index, names, parts.get(Part.SECTIONS), parts.get(Part.CONTENTS));
  }

  /**
   * Reads the whole file.
   *
   * @param name what messages call the kernel's image: its vmlinux, not the index of it
   * @param vmlinux opens the image itself, where it is at hand
   * @throws MalformedInput when this is no index, of another version, or damaged
   * @throws org.vmcore.io.UnreadableFile when the file is missing or cannot be read
   */
  public static IndexedKernel open(
      Path index, String name, Supplier<Optional<KernelImage>> vmlinux) {
    try (FileSource source = FileSource.open(index)) {
      if (source.sizeBytes() > IndexFormat.MAX_BYTES) {
        throw new MalformedInput("is too large for an index", source.name(), 0);
      }
      byte[] file = source.read(0, (int) source.sizeBytes());
      return of(source.name() + " (index of " + name + ")", name, file, vmlinux);
    }
  }

  /**
   * As above, from bytes in memory.
   *
   * @param index what messages call the index itself
   * @param file the whole file; kept, not copied
   */
  public static IndexedKernel of(
      String index, String name, byte[] file, Supplier<Optional<KernelImage>> vmlinux) {
    Cursor in = new Cursor(file, ByteOrder.LITTLE_ENDIAN, index + ": index header");
    if (!Arrays.equals(in.bytes(IndexFormat.MAGIC.length), IndexFormat.MAGIC)) {
      throw in.malformed("no index");
    }
    int version = in.s32();
    if (version != IndexFormat.VERSION) {
      throw in.malformed("an index of another version: " + Integer.toHexString(version));
    }
    if (in.u32() != IndexFormat.checksum(file)) {
      throw in.malformed("the checksum is wrong");
    }
    long fingerprint = in.u64();
    ImageIdentity identity = new ImageIdentity(in.fixedString(in.u8()), fingerprint);
    return new IndexedKernel(index, name, identity, parts(index, file, in), vmlinux);
  }

  private static Map<Part, IndexPart> parts(String index, byte[] file, Cursor in) {
    Map<Part, IndexPart> parts = new EnumMap<>(Part.class);
    for (Part part : Part.ALL) {
      String where = index + ": " + part;
      parts.put(part, new IndexPart(file, in.u32(), in.u32(), part.rowBytes, where));
    }
    return parts;
  }

  /** Of the vmlinux that the index was made of. */
  public ImageIdentity identity() {
    return identity;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<String> buildId() {
    return Optional.of(identity.buildId());
  }

  @Override
  public DebugInfo debugInfo() {
    return debugInfo;
  }

  @Override
  public SymbolTable symbols() {
    return symbols;
  }

  @Override
  public Optional<ByteSource> section(String section) {
    if (IndexFormat.KEPT_SECTIONS.contains(section) || sections.address(section).isEmpty()) {
      return sections.bytes(section);
    }
    return vmlinux.get().flatMap(image -> image.section(section));
  }

  @Override
  public OptionalLong sectionAddress(String section) {
    return sections.address(section);
  }
}
