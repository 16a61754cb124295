package org.vmcore.debuginfo.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import org.vmcore.debuginfo.ListedDebugInfo;
import org.vmcore.debuginfo.ListedImage;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.Variable;
import org.vmcore.debuginfo.index.IndexFormat.Part;
import org.vmcore.debuginfo.index.NameWriter.Name;
import org.vmcore.io.ByteSource;
import org.vmcore.types.AliasType;
import org.vmcore.types.BaseTypeName;
import org.vmcore.types.EnumType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/**
 * Writes down what a kernel image answers. The same image gives the same bytes, whatever was asked
 * of it before. For one thread.
 */
public final class IndexWriter {
  private static final Comparator<Named> ROWS =
      Comparator.comparingInt(IndexWriter::key).thenComparing(row -> !row.first());

  private final ListedImage image;
  private final NameWriter names = new NameWriter();
  private final TypeWriter types = new TypeWriter(names);
  private final List<Named> definitions = new ArrayList<>();
  private final List<Named> constants = new ArrayList<>();
  private final List<Named> variables = new ArrayList<>();
  private final List<Name> symbolNames = new ArrayList<>();
  private final Map<Part, IndexBytes> parts = new EnumMap<>(Part.class);

  /**
   * A row of a table.
   *
   * @param kind of types, else null
   * @param address of variables
   * @param first of those with its name that are not
   */
  private record Named(Name name, TypeKind kind, int type, long address, boolean first) {}

  private IndexWriter(ListedImage image) {
    this.image = image;
    for (Part part : Part.ALL) {
      parts.put(part, new IndexBytes());
    }
  }

  /**
   * The whole index of an image.
   *
   * @throws org.vmcore.io.Fault when the image contradicts itself
   */
  public static byte[] write(ImageIdentity identity, ListedImage image) {
    IndexWriter writer = new IndexWriter(image);
    writer.collect(image.debugInfo());
    writer.parts();
    return writer.file(identity);
  }

  private void collect(ListedDebugInfo info) {
    info.list(new Collector());
    types.finish();
    for (Symbol symbol : image.symbols().all()) {
      symbolNames.add(names.add(symbol.name()));
    }
    image.sectionNames().forEach(names::add);
  }

  /** Makes a row of each thing, and numbers its type. */
  private final class Collector implements ListedDebugInfo.Listener {
    private final Set<String> seen = new HashSet<>();

    @Override
    public void type(TypeKind kind, Type type) {
      definitions.add(new Named(names.add(nameOf(type)), kind, types.add(type), 0, true));
    }

    @Override
    public void constants(EnumType enumeration) {
      int type = types.add(enumeration);
      for (EnumType.Enumerator constant : enumeration.enumerators()) {
        if (seen.add(constant.name())) {
          constants.add(new Named(names.add(constant.name()), null, type, 0, true));
        }
      }
    }

    @Override
    public void variable(Variable variable, boolean external) {
      int type = types.add(variable.type());
      Name name = names.add(variable.name());
      variables.add(new Named(name, null, type, variable.address(), external));
    }
  }

  /** As it is looked up. */
  private static String nameOf(Type type) {
    if (type instanceof StructType struct) {
      return struct.name();
    }
    if (type instanceof EnumType enumeration) {
      return enumeration.name();
    }
    return type instanceof AliasType alias ? alias.name() : BaseTypeName.canonical(type.spelling());
  }

  private void parts() {
    names.write(parts.get(Part.NAME_BLOCKS), parts.get(Part.NAMES));
    types.write(parts.get(Part.TYPE_PLACES), parts.get(Part.TYPES));
    rows(Part.DEFINITIONS, definitions);
    rows(Part.ENUMERATORS, constants);
    rows(Part.VARIABLES, variables);
    symbols();
    sections();
  }

  private void rows(Part part, List<Named> rows) {
    IndexBytes table = parts.get(part);
    for (Named row : sorted(rows)) {
      table.u32(key(row));
      table.u32(row.type());
      if (part == Part.VARIABLES) {
        table.u64(row.address());
      }
    }
  }

  private static int key(Named row) {
    int name = row.name().number();
    return row.kind() == null ? name : IndexFormat.definitionKey(name, row.kind());
  }

  private static List<Named> sorted(List<Named> rows) {
    return rows.stream().sorted(ROWS).toList();
  }

  private void symbols() {
    List<Symbol> all = image.symbols().all();
    long value = 0;
    for (int i = 0; i < all.size(); i++) {
      Symbol symbol = all.get(i);
      if (i % IndexFormat.PER_BLOCK == 0) {
        value = symbol.value();
        parts.get(Part.SYMBOL_BLOCKS).u64(value);
        parts.get(Part.SYMBOL_BLOCKS).u32(parts.get(Part.SYMBOLS).size());
      }
      IndexBytes out = parts.get(Part.SYMBOLS);
      out.uleb128(symbol.value() - value);
      out.uleb128(symbol.sizeBytes());
      out.uleb128(symbolNames.get(i).number());
      out.u8(symbol.placement().ordinal() | (symbol.global() ? IndexFormat.GLOBAL : 0));
      value = symbol.value();
    }
    symbolsByName(all);
  }

  private void symbolsByName(List<Symbol> all) {
    long[] order = new long[all.size()]; // name, local, place
    for (int i = 0; i < order.length; i++) {
      Symbol symbol = all.get(i);
      long name = symbolNames.get(i).number();
      order[i] = name << Integer.SIZE | (symbol.global() ? 0 : 1L << Integer.SIZE - 1) | i;
    }
    Arrays.sort(order);
    for (long entry : order) {
      parts.get(Part.SYMBOLS_BY_NAME).u32((int) entry & Integer.MAX_VALUE);
    }
  }

  private void sections() {
    for (String section : image.sectionNames()) {
      Optional<byte[]> bytes =
          IndexFormat.KEPT_SECTIONS.contains(section)
              ? image.section(section).map(IndexWriter::read)
              : Optional.empty();
      IndexBytes contents = parts.get(Part.CONTENTS);
      int before = contents.size();
      bytes.ifPresent(plain -> deflate(plain, contents));
      IndexBytes out = parts.get(Part.SECTIONS);
      out.uleb128(names.number(section));
      out.u64(image.sectionAddress(section).orElse(0));
      out.uleb128(bytes.map(plain -> plain.length).orElse(0));
      out.uleb128(contents.size() - before);
    }
  }

  private static byte[] read(ByteSource section) {
    return section.read(0, (int) Math.min(section.sizeBytes(), IndexFormat.MAX_BYTES));
  }

  private static void deflate(byte[] plain, IndexBytes out) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(plain);
      deflater.finish();
      byte[] some = new byte[1 << 16];
      while (!deflater.finished()) {
        out.bytes(some, 0, deflater.deflate(some));
      }
    } finally {
      deflater.end();
    }
  }

  private byte[] file(ImageIdentity identity) {
    IndexBytes checked = new IndexBytes();
    checked.u64(identity.fingerprint());
    checked.u8(identity.buildId().length());
    checked.characters(identity.buildId());
    int offset = IndexFormat.CHECKED_OFFSET + checked.size() + Part.ALL.length * 2 * Integer.BYTES;
    for (Part part : Part.ALL) {
      checked.u32(offset);
      checked.u32(parts.get(part).size());
      offset += parts.get(part).size();
    }
    IndexBytes file = new IndexBytes();
    file.bytes(IndexFormat.MAGIC, 0, IndexFormat.MAGIC.length);
    file.u32(IndexFormat.VERSION);
    file.u32(0); // the checksum
    file.bytes(checked);
    for (Part part : Part.ALL) {
      file.bytes(parts.get(part));
    }
    return file.sealed();
  }
}
