package org.vmcore.debuginfo.index;

import static org.vmcore.debuginfo.index.IndexFormat.PER_BLOCK;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.Symbol.Placement;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.debuginfo.SymbolsByAddress;
import org.vmcore.io.Cursor;

/**
 * The symbols of an index. Those of a name are unpacked alone; all are when first one is wanted by
 * its address. Thread-safe.
 */
final class IndexedSymbols implements SymbolTable {
  private static final int BLOCK_ROW_BYTES = 12;
  private static final Placement[] PLACEMENTS = Placement.values();

  private final NameTable names;
  private final IndexPart blocks;
  private final IndexPart symbols;
  private final IndexPart byName;
  private volatile SymbolsByAddress unpacked;

  IndexedSymbols(NameTable names, IndexPart blocks, IndexPart symbols, IndexPart byName) {
    this.names = names;
    this.blocks = blocks;
    this.symbols = symbols;
    this.byName = byName;
  }

  private int size() {
    return byName.sizeBytes() / Integer.BYTES;
  }

  @Override
  public List<Symbol> byName(String name) {
    int wanted = names.number(name);
    if (wanted == NameTable.NONE) {
      return List.of();
    }
    int low = 0;
    int high = size();
    while (low < high) {
      int middle = low + high >>> 1;
      if (unpack(middle).nameNumber < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    List<Symbol> named = new ArrayList<>();
    for (int i = low; i < size(); i++) {
      Unpacker symbol = unpack(i);
      if (symbol.nameNumber != wanted) {
        break;
      }
      named.add(symbol.symbol(name));
    }
    return named;
  }

  /** The symbol at this place in the order of names. */
  private Unpacker unpack(int place) {
    int number = byName.u32(place * Integer.BYTES);
    if (number < 0 || number / PER_BLOCK >= blocks.sizeBytes() / BLOCK_ROW_BYTES) {
      throw byName.malformed("no symbol " + number, place * Integer.BYTES);
    }
    Unpacker symbol = new Unpacker(number / PER_BLOCK);
    for (int i = 0; i <= number % PER_BLOCK; i++) {
      symbol.next();
    }
    return symbol;
  }

  @Override
  public Optional<Symbol> byAddress(long address) {
    return unpacked().at(address);
  }

  @Override
  public List<Symbol> all() {
    return unpacked().sorted();
  }

  private SymbolsByAddress unpacked() {
    SymbolsByAddress known = unpacked;
    if (known == null) {
      known = new SymbolsByAddress(Collections.unmodifiableList(unpackAll()));
      unpacked = known; // racing threads make equal ones
    }
    return known;
  }

  private List<Symbol> unpackAll() {
    List<Symbol> all = new ArrayList<>(size());
    for (int block = 0; all.size() < size(); block++) {
      if (block >= blocks.sizeBytes() / BLOCK_ROW_BYTES) {
        throw blocks.malformed("fewer symbols than names of symbols", 0);
      }
      Unpacker symbol = new Unpacker(block);
      for (int i = 0; i < PER_BLOCK && all.size() < size(); i++) {
        symbol.next();
        all.add(symbol.symbol(names.name(symbol.nameNumber)));
      }
    }
    return all;
  }

  /** One block, symbol by symbol. */
  private final class Unpacker {
    private final Cursor in;
    private long value;
    private long sizeBytes;
    private int nameNumber;
    private int flags;

    Unpacker(int block) {
      value = blocks.u64(block * BLOCK_ROW_BYTES);
      in = symbols.cursor(blocks.u32(block * BLOCK_ROW_BYTES + Long.BYTES));
    }

    void next() {
      value += in.uleb128();
      sizeBytes = in.uleb128();
      long number = in.uleb128();
      flags = in.u8();
      if (number < 0 || number > Integer.MAX_VALUE || (flags & 0x7f) >= PLACEMENTS.length) {
        throw in.malformed("a symbol with name " + number + " and flags " + flags);
      }
      nameNumber = (int) number;
    }

    Symbol symbol(String name) {
      boolean global = (flags & IndexFormat.GLOBAL) != 0;
      return new Symbol(name, value, sizeBytes, global, PLACEMENTS[flags & 0x7f]);
    }
  }
}
