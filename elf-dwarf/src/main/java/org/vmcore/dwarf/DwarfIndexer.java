package org.vmcore.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.vmcore.dwarf.Die.NameSection;
import org.vmcore.io.Fault;

/**
 * Builds the index of a file's definitions: all processors take units from one row. Reads the
 * top-level entries of each unit and steps over what is below them.
 */
final class DwarfIndexer {
  private final DebugSections sections;
  private final Units units;
  private final AtomicInteger next = new AtomicInteger();

  DwarfIndexer(DebugSections sections, Units units) {
    this.sections = sections;
    this.units = units;
  }

  DwarfIndex index() {
    int threads = Math.max(1, Math.min(16, Runtime.getRuntime().availableProcessors()));
    if (units.all().size() < 2 * threads) {
      return new Worker().call().toIndex();
    }
    ExecutorService executor =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "dwarf-index");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Callable<EntrySet>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(new Worker());
      }
      return merged(executor.invokeAll(workers));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while indexing " + sections.infoName(), e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static DwarfIndex merged(List<Future<EntrySet>> parts) throws InterruptedException {
    EntrySet all = null;
    for (Future<EntrySet> part : parts) {
      try {
        if (all == null) {
          all = part.get();
        } else {
          all.addAll(part.get());
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Fault fault) {
          throw fault;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    return all.toIndex();
  }

  /** One thread's share. */
  private final class Worker implements Callable<EntrySet> {
    private final EntrySet entries = new EntrySet();
    private final Die die = new Die();
    private final Die other = new Die();
    private byte[] buffer = {};
    private Abbreviations abbreviations;
    private long abbreviationsOffset = -1;

    @Override
    public EntrySet call() {
      int number = next.getAndIncrement();
      while (number < units.all().size()) {
        index(units.all().get(number));
        number = next.getAndIncrement();
      }
      return entries;
    }

    private void index(Unit unit) {
      if (buffer.length < unit.sizeBytes()) {
        buffer = new byte[Math.max(unit.sizeBytes(), buffer.length * 2)];
      }
      sections.info().read(unit.offset(), buffer, 0, unit.sizeBytes());
      if (abbreviationsOffset != unit.abbreviationsOffset()) {
        abbreviations = sections.readAbbreviations(unit);
        abbreviationsOffset = unit.abbreviationsOffset();
      }
      DieReader reader = new DieReader(sections, unit, buffer, abbreviations);
      DieReader specifications = new DieReader(sections, unit, buffer, abbreviations);
      reader.seek(unit.firstDieOffset());
      if (reader.atEnd() || !reader.next(die) || !die.hasChildren) {
        return;
      }
      while (reader.nextIndexed(die)) {
        add(unit, specifications);
        if (die.tag == Tag.ENUMERATION_TYPE && die.hasChildren && !die.declaration) {
          enumerators(reader, die.offset);
        } else {
          reader.skipChildren(die);
        }
      }
    }

    private void add(Unit unit, DieReader specifications) {
      IndexKind kind = IndexKind.of(die.tag);
      if (die.declaration) {
        return;
      }
      if (kind == IndexKind.STATIC_VARIABLE) {
        variable(unit, specifications);
      } else if (die.hasName()) {
        long identity = identity(die, kind) * 31 + die.byteSize;
        define(identity * 31 + die.declLine, die.offset, die, kind);
      }
    }

    /** A variable has a place of its own; its name may stand at its declaration. */
    private void variable(Unit unit, DieReader specifications) {
      if (die.address == Die.NONE) {
        return;
      }
      Die named = die;
      boolean external = die.external;
      if (!die.hasName() && die.specification != Die.NONE) {
        declaration(unit, specifications, die.specification);
        named = other;
        external |= other.external;
      }
      if (named.hasName()) {
        IndexKind kind = external ? IndexKind.EXTERNAL_VARIABLE : IndexKind.STATIC_VARIABLE;
        entries.add(mixed(die.offset * 2 + 1), die.offset, nameHash(named), kind);
      }
    }

    private void declaration(Unit unit, DieReader reader, long offset) {
      DieReader from = reader;
      if (offset < unit.offset() || offset >= unit.endOffset()) {
        from = sections.reader(units.at(offset));
      }
      from.seek(offset);
      from.next(other);
    }

    private void enumerators(DieReader reader, long enumeration) {
      while (reader.next(other)) {
        if (other.tag == Tag.ENUMERATOR && other.hasName()) {
          long identity = identity(other, IndexKind.ENUMERATOR) * 31 + other.constValue;
          define(identity, enumeration, other, IndexKind.ENUMERATOR);
        }
        reader.skipChildren(other);
      }
    }

    private void define(long identity, long offset, Die named, IndexKind kind) {
      long mixed = mixed(identity);
      if (!entries.lower(mixed, offset)) {
        entries.add(mixed, offset, nameHash(named), kind);
      }
    }

    /** Linkers merge equal strings: the same place is the same name. */
    private long identity(Die named, IndexKind kind) {
      long name =
          named.nameSection == NameSection.INFO
              ? nameHash(named) * 0x9e37_79b9L
              : named.nameOffset << 2 | named.nameSection.ordinal() & 3;
      return name * 31 + kind.ordinal();
    }

    private int nameHash(Die named) {
      return sections.nameHash(named);
    }

    private long mixed(long value) {
      long x = value * 0x9e37_79b9_7f4a_7c15L;
      x = (x ^ x >>> 32) * 0xbf58_476d_1ce4_e5b9L;
      return x ^ x >>> 29;
    }
  }
}
