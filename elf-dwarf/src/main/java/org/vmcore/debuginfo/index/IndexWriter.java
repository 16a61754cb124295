package org.vmcore.debuginfo.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import org.vmcore.debuginfo.Definition;
import org.vmcore.debuginfo.ListedDebugInfo;
import org.vmcore.debuginfo.ListedImage;
import org.vmcore.debuginfo.Place;
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
  private final IdentityHashMap<Named, NamedPlace> places = new IdentityHashMap<>();
  private final List<Name> symbolNames = new ArrayList<>();
  private final Map<Part, IndexBytes> parts = new EnumMap<>(Part.class);

  /**
   * A row of a table.
   *
   * @param kind of types, else null
   * @param address of variables
   * @param first of those with its name that are not
   * @param place found out for those whose name has several
   */
  private record Named(
      Name name, TypeKind kind, int type, long address, boolean first, Supplier<Place> place) {
    Named(Name name, int type) {
      this(name, null, type, 0, true, () -> Place.UNKNOWN);
    }

    Key key() {
      return new Key(name, kind);
    }
  }

  private record Key(Name name, TypeKind kind) {}

  private record NamedPlace(Name file, Name unit) {}

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
    addPlaces(definitions);
    addPlaces(variables);
    for (Symbol symbol : image.symbols().all()) {
      symbolNames.add(names.add(symbol.name()));
    }
    image.sectionNames().forEach(names::add);
  }

  /** Nobody asks where the only one of its name is. */
  private void addPlaces(List<Named> rows) {
    Map<Key, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row.key(), 1, Integer::sum));
    for (Named row : rows) {
      if (counts.get(row.key()) > 1) {
        Place place = row.place().get();
        places.put(row, new NamedPlace(names.add(place.file()), names.add(place.unit())));
      }
    }
  }

  /** Makes a row of each thing, and numbers its type. */
  private final class Collector implements ListedDebugInfo.Listener {
    private final Set<String> seen = new HashSet<>();

    @Override
    public void type(TypeKind kind, Definition definition) {
      Type type = definition.type();
      Name name = names.add(nameOf(type));
      definitions.add(new Named(name, kind, types.add(type), 0, true, definition.place()));
    }

    @Override
    public void constants(EnumType enumeration) {
      int type = types.add(enumeration);
      for (EnumType.Enumerator constant : enumeration.enumerators()) {
        if (seen.add(constant.name())) {
          constants.add(new Named(names.add(constant.name()), type));
        }
      }
    }

    @Override
    public void variable(Variable variable) {
      variables.add(
          new Named(
              names.add(variable.name()),
              null,
              types.add(variable.type()),
              variable.address(),
              variable.external(),
              variable.place()));
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
    int number = part == Part.VARIABLES ? definitions.size() : 0;
    for (Named row : sorted(rows)) {
      table.u32(key(row));
      if (part == Part.VARIABLES) {
        table.u32(row.first() ? row.type() | IndexFormat.EXTERNAL : row.type());
        table.u64(row.address());
      } else {
        table.u32(row.type());
      }
      place(number++, row);
    }
  }

  private void place(int number, Named row) {
    NamedPlace place = places.get(row);
    if (place != null) {
      parts.get(Part.PLACES).u32(number);
      parts.get(Part.PLACES).u32(place.file().number());
      parts.get(Part.PLACES).u32(place.unit().number());
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
