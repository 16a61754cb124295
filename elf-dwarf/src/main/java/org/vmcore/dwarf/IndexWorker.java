package org.vmcore.dwarf;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

/**
 * One thread's share of the indexing: takes units from a common row, reads their top-level entries
 * and steps over what is below them.
 *
 * <p>Kernels repeat a structure in thousands of units. Name, size and line of an entry tell quickly
 * that it was here before; a new one is read to the end, because definitions count as different
 * only when their members or constants differ: the same file after {@code dwz}, or without lines,
 * has to give the same answers.
 */
final class IndexWorker implements Callable<EntrySet> {
  private static final int MAX_NESTED = 32; // types within types, as clang writes them
  private static final int MAX_TARGETS = 16;
  private static final int DW_LANG_RUST = 0x1c;

  private final Units units;
  private final AtomicInteger next;
  private final EntrySet entries = new EntrySet();
  private final SeenSet seen = new SeenSet();
  private final Die[] dies = new Die[MAX_NESTED + 1];
  private final Die other = new Die();
  private byte[] buffer = {};
  private Abbreviations abbreviations;
  private long abbreviationsOffset = -1;
  private DebugSections abbreviationsSections;
  private int formSizes;
  private Unit unit;
  private DieReader reader;
  private DieReader elsewhere;

  /**
   * @param next number of the unit that nobody has taken yet
   */
  IndexWorker(Units units, AtomicInteger next) {
    this.units = units;
    this.next = next;
    for (int i = 0; i < dies.length; i++) {
      dies[i] = new Die();
    }
  }

  @Override
  public EntrySet call() {
    int number = next.getAndIncrement();
    while (number < units.all().size()) {
      indexAsFarAsReadable(units.all().get(number));
      number = next.getAndIncrement();
    }
    return entries;
  }

  /** One bad unit does not make the others bad. */
  private void indexAsFarAsReadable(Unit taken) {
    try {
      index(taken);
    } catch (MalformedInput | Unsupported fault) {
      entries.damaged(taken.offset(), fault);
    }
  }

  /** Reads the unit's bytes and what its entries look like. */
  private void enter(Unit taken) {
    unit = taken;
    if (buffer.length < unit.sizeBytes()) {
      buffer = new byte[Math.max(unit.sizeBytes(), buffer.length * 2)];
    }
    unit.sections().read(unit, buffer);
    if (abbreviationsOffset != unit.abbreviationsOffset()
        || abbreviationsSections != unit.sections()
        || formSizes != unit.formSizes()) {
      abbreviations = unit.sections().readAbbreviations(unit);
      abbreviationsOffset = unit.abbreviationsOffset();
      abbreviationsSections = unit.sections();
      formSizes = unit.formSizes();
    }
    reader = new DieReader(unit, buffer, abbreviations);
    elsewhere = new DieReader(unit, buffer, abbreviations);
  }

  private void index(Unit taken) {
    enter(taken);
    Die die = dies[0];
    reader.seek(unit.firstDieOffset());
    if (reader.atEnd()) {
      return;
    }
    boolean described = reader.next(die);
    if (die.isSkeleton && !unit.isSplit()) {
      throw new Unsupported(
          "its debug information is in .dwo files (CONFIG_DEBUG_INFO_SPLIT)",
          unit.sections().name(),
          "pack them with dwp into a .dwp beside it, or go without a vmlinux");
    }
    if (!described || !die.hasChildren || die.language == DW_LANG_RUST) {
      return; // a Rust type must not shadow a C type of its name
    }
    while (reader.nextIndexed(die)) {
      entry(die, 0);
    }
  }

  /** Indexes an entry; leaves the reader behind its children. */
  private void entry(Die die, int depth) {
    IndexKind kind = IndexKind.of(die.tag);
    if (kind.isAggregate() && !die.declaration && die.hasChildren) {
      aggregate(die, kind, depth);
      return;
    }
    switch (kind) {
      case STATIC_VARIABLE -> variable(die);
      case FUNCTION -> {
        // The first of each name will do: functions are asked for by name only.
        define(die, die.declaration ? IndexKind.DECLARED_FUNCTION : kind, 0);
      }
      case TYPEDEF -> {
        if (isNew(die, kind)) {
          define(die, kind, target(die));
        }
      }
      default -> {
        if (!die.declaration) {
          define(die, kind, die.byteSize * 31 + die.encoding);
        }
      }
    }
    reader.skipChildren(die);
  }

  /** False for what was here before. Without lines nothing is certain before it has been read. */
  private boolean isNew(Die die, IndexKind kind) {
    if (!die.hasName()) {
      return true;
    }
    long place = (long) die.declLine << 8 | die.byteSize << 32;
    long identity = mixed(mixed(die.nameIdentity()) + (place | kind.ordinal()));
    return die.declLine == 0 || seen.add(identity);
  }

  private void aggregate(Die die, IndexKind kind, int depth) {
    boolean unnamed = !die.hasName() && kind != IndexKind.ENUM;
    // gcc, which writes siblings, nests no types in C.
    if (unnamed && die.sibling != Die.NONE || depth == MAX_NESTED || !isNew(die, kind)) {
      reader.skipChildren(die);
      return;
    }
    Die child = dies[depth + 1];
    long shape = die.byteSize;
    while (reader.next(child)) {
      IndexKind nested = IndexKind.of(child.tag);
      if (nested != null && nested.isAggregate()) {
        entry(child, depth + 1);
        continue;
      }
      if (child.tag == Tag.ENUMERATOR) {
        constant(child, die.offset);
        shape = mixed(shape + child.nameIdentity()) + child.constValue;
      } else if (child.tag == Tag.MEMBER) {
        shape = mixed(shape + child.nameIdentity()) + memberShape(child);
      }
      reader.skipChildren(child);
    }
    define(die, kind, shape);
  }

  private static long memberShape(Die member) {
    long place = member.memberLocation * 8 + member.bitOffset + member.dataBitOffset;
    return place << 8 | member.bitSize;
  }

  private void constant(Die constant, long enumeration) {
    if (constant.hasName()) {
      long identity = identity(constant, IndexKind.ENUMERATOR, constant.constValue);
      entries.add(identity, enumeration, constant.nameHash(), IndexKind.ENUMERATOR);
    }
  }

  /** A variable has a place of its own; its name may stand at its declaration. */
  private void variable(Die die) {
    if (die.address == Die.NONE) {
      if (die.declaration && die.external) {
        define(die, IndexKind.DECLARED_VARIABLE, 0);
      }
      return;
    }
    Die named = die;
    boolean external = die.external;
    if (!die.hasName() && die.specification != Die.NONE) {
      read(die.specification);
      named = other;
      external |= other.external;
    }
    if (named.hasName()) {
      IndexKind kind = external ? IndexKind.EXTERNAL_VARIABLE : IndexKind.STATIC_VARIABLE;
      long identity = identity(named, kind, die.address);
      entries.add(identity, die.offset, named.nameHash(), kind);
    }
  }

  /** Tells typedefs of one name apart: kinds of types up to the first that has a name. */
  private long target(Die typedef) {
    long shape = 0;
    if (typedef.typeSignature != 0) {
      return mixed(typedef.typeSignature);
    }
    long type = typedef.type;
    for (int i = 0; i < MAX_TARGETS && type != Die.NONE; i++) {
      read(type);
      shape = mixed(shape + other.nameIdentity()) + other.tag;
      if (other.hasName()) {
        return shape;
      }
      type = other.type;
    }
    return shape;
  }

  /** Reads an entry of any unit into {@link #other}. */
  private void read(long dieOffset) {
    DieReader from = elsewhere;
    if (unit.holds(dieOffset)) {
      from.seek(dieOffset);
    } else {
      from = units.reader(dieOffset);
    }
    from.next(other);
  }

  private void define(Die die, IndexKind kind, long shape) {
    if (die.hasName()) {
      entries.add(identity(die, kind, shape), die.offset, die.nameHash(), kind);
    }
  }

  private static long identity(Die named, IndexKind kind, long shape) {
    return mixed(mixed(named.nameIdentity() * 31 + kind.ordinal()) + shape);
  }

  private static long mixed(long value) {
    long x = (value ^ value >>> 31) * 0x9e37_79b9_7f4a_7c15L;
    x = (x ^ x >>> 32) * 0xbf58_476d_1ce4_e5b9L;
    return x ^ x >>> 29;
  }
}
