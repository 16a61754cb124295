package org.vmcore.emit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.vmcore.io.Fault;
import org.vmcore.model.Budget;
import org.vmcore.model.BudgetSpent;
import org.vmcore.model.Program;
import org.vmcore.model.Reads;

/**
 * All files of one dump's report in their fixed order, known before any is written: sections by
 * path, in a section keys in the enumerator's order, for a key its emitters by path. Immutable.
 */
public final class ReportPlan {
  private static final int MAX_KEYS = 1 << 19; // a machine of half a million processes
  private static final int MAX_FILES = 1 << 22;

  /** Reads are counted for each kind of keys, so that a plan is the same wherever it is made. */
  private static final Budget.Cost DEAREST_KEYS = new Budget.Cost(20_000_000, 120 * Budget.SECOND);

  private static final Budget.Cost ALL_KEYS =
      new Budget.Cost(Long.MAX_VALUE >> 16, 300 * Budget.SECOND);

  private final List<Section> sections;
  private final int[] firstFile; // of each section, and the end
  private final List<EmittedFile> absent;
  private final BitSet repeated; // files whose path an earlier one has

  /**
   * Emitters that share keys.
   *
   * @param unknown what stands for them in the manifest when the keys cannot be told
   */
  private record Section(
      List<Emitter> emitters, List<? extends Key<?>> keys, List<EmittedFile> unknown) {
    int size() {
      return emitters.size() * keys.size();
    }
  }

  /** One file to be written. */
  record PlannedFile(String path, Emitter emitter, Object subject) {}

  private ReportPlan(List<Section> sections, List<EmittedFile> absent) {
    this.sections = sections;
    this.firstFile = new int[sections.size() + 1];
    for (int i = 0; i < sections.size(); i++) {
      firstFile[i + 1] = firstFile[i] + sections.get(i).size();
    }
    this.repeated = RepeatedPaths.in(size(), number -> file(number).path());
    List<EmittedFile> all = new ArrayList<>(absent);
    Set<Emitter> late = new LinkedHashSet<>();
    repeated.stream().forEach(number -> late.add(file(number).emitter()));
    late.forEach(
        emitter -> all.add(without(emitter, Outcome.Status.ABSENT, "another file has its place")));
    this.absent = List.copyOf(all);
  }

  /** Asks the enumerators of this kernel, several at once. What one cannot tell costs its files. */
  public static ReportPlan of(Program kernel, Registry registry, Selection selection) {
    return of(kernel, registry, selection, 1);
  }

  /**
   * As above, with a larger budget for finding keys.
   *
   * @param budgetFactor how many times of it
   */
  public static ReportPlan of(
      Program kernel, Registry registry, Selection selection, int budgetFactor) {
    Budget.Cost dearest = DEAREST_KEYS.times(budgetFactor);
    Budget budget = new Budget(ALL_KEYS.times(budgetFactor), dearest, dearest);
    return of(kernel, registry, selection, budget, MAX_FILES);
  }

  static ReportPlan of(
      Program kernel, Registry registry, Selection selection, Budget budget, int maxFiles) {
    Map<String, List<Emitter>> groups = new TreeMap<>();
    List<EmittedFile> absent = new ArrayList<>();
    List<Emitter> chosen = registry.emitters().stream().filter(selection::includes).toList();
    List<String> unmet =
        chosen.parallelStream().map(emitter -> emitter.unmetNeed(kernel).orElse("")).toList();
    for (int i = 0; i < chosen.size(); i++) {
      Emitter emitter = chosen.get(i);
      if (unmet.get(i).isEmpty()) {
        String folder = emitter.path().toString().split("/")[0];
        groups
            .computeIfAbsent(
                folder + "\t" + emitter.enumerator().orElse(""), g -> new ArrayList<>())
            .add(emitter);
      } else {
        absent.add(unmet(kernel, emitter, unmet.get(i)));
      }
    }
    List<Section> sections =
        within(
            maxFiles,
            List.copyOf(groups.values()).parallelStream()
                .map(emitters -> section(kernel, registry, emitters, budget))
                .toList());
    sections.forEach(section -> absent.addAll(section.unknown()));
    return new ReportPlan(sections, absent);
  }

  /** Types are always told; of symbols a kernel may know only some itself. */
  private static EmittedFile unmet(Program kernel, Emitter emitter, String need) {
    boolean isType = need.indexOf(' ') >= 0;
    return isType || kernel.knowsAllSymbols()
        ? without(emitter, Outcome.Status.ABSENT, "this kernel has no " + need)
        : without(
            emitter,
            Outcome.Status.STUB,
            "without a vmlinux it is not known whether this kernel has " + need);
  }

  @SuppressWarnings("CatchingUnchecked") // as with emitters, the mistake of one ends here
  private static Section section(
      Program kernel, Registry registry, List<Emitter> emitters, Budget budget) {
    String enumerator = emitters.get(0).enumerator().orElse("");
    if (enumerator.isEmpty()) {
      return new Section(emitters, List.of(new Key<>(List.of(), kernel)), List.of());
    }
    Reads.start(budget);
    try {
      List<Key<?>> keys = distinct(emitters, registry.enumerator(enumerator).keys(kernel));
      return new Section(emitters, keys, List.of());
    } catch (Fault | StackOverflowError known) {
      return unknown(emitters, Emission.placeless(kernel, Emission.reason(known)));
    } catch (RuntimeException mistake) {
      return unknown(emitters, "mistake in the enumerator: " + mistake);
    } finally {
      Reads.stop();
    }
  }

  /** Does without the largest kinds of files when there are more than a report may have. */
  private static List<Section> within(int maxFiles, List<Section> sections) {
    List<Section> kept = new ArrayList<>(sections);
    List<Integer> bySize =
        IntStream.range(0, kept.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> sections.get(i).size()))
            .toList();
    long nrFiles = 0;
    for (int i : bySize) {
      Section section = sections.get(i);
      nrFiles += section.size();
      if (nrFiles > maxFiles) {
        Fault spent = new BudgetSpent(maxFiles + " files, with " + section.size() + " of these");
        kept.set(i, unknown(section.emitters(), spent.getMessage()));
      }
    }
    return kept;
  }

  private static Section unknown(List<Emitter> emitters, String reason) {
    List<EmittedFile> unknown = new ArrayList<>();
    for (Emitter emitter : emitters) {
      unknown.add(without(emitter, Outcome.Status.STUB, reason));
    }
    return new Section(emitters, List.of(), unknown);
  }

  /**
   * Keys whose names can be a file's, each once: what is listed twice stands where it was first.
   */
  private static List<Key<?>> distinct(List<Emitter> emitters, List<? extends Key<?>> keys) {
    if (keys.size() > MAX_KEYS) {
      throw new BudgetSpent(MAX_KEYS + " files of a kind, of " + keys.size());
    }
    Set<List<String>> seen = new HashSet<>();
    List<Key<?>> distinct = new ArrayList<>();
    for (Key<?> key : keys) {
      boolean fits = key.names().size() == emitters.get(0).path().nrPlaceholders();
      boolean named = key.names().stream().allMatch(ReportPlan::isName);
      if (fits && named && seen.add(key.names())) {
        distinct.add(key);
      }
    }
    return distinct;
  }

  /** Whether something is left of a name that may have separators in it. */
  private static boolean isName(String name) {
    return name.chars().anyMatch(c -> c != '/');
  }

  private static EmittedFile without(Emitter emitter, Outcome.Status status, String reason) {
    return new EmittedFile(
        emitter.path().toString(),
        emitter.id(),
        new Outcome(status, reason),
        new byte[0],
        null,
        0,
        0,
        List.of(),
        0,
        0);
  }

  /** How many files there are. */
  public int size() {
    return firstFile[sections.size()];
  }

  /** Files without keys or place, or that this kernel does not have: for the manifest. */
  public List<EmittedFile> absent() {
    return absent;
  }

  /** Whether an earlier file has the same path: a damaged kernel may give one name twice. */
  boolean isRepeated(int number) {
    return repeated.get(number);
  }

  PlannedFile file(int number) {
    int section = 0;
    while (number >= firstFile[section + 1]) {
      section++;
    }
    Section in = sections.get(section);
    int inside = number - firstFile[section];
    Key<?> key = in.keys().get(inside / in.emitters().size());
    Emitter emitter = in.emitters().get(inside % in.emitters().size());
    return new PlannedFile(emitter.path().fill(key.names()), emitter, key.subject());
  }

  /** Paths in the order of the report. */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      paths.add(file(i).path());
    }
    return paths;
  }

  /** Cuts the report into ranges of at most this many files; the cuts depend on the plan alone. */
  public List<ShardRange> shards(int maxFiles) {
    List<ShardRange> shards = new ArrayList<>();
    for (int from = 0; from < size(); from += maxFiles) {
      shards.add(new ShardRange(from, Math.min(size(), from + maxFiles)));
    }
    return shards;
  }
}
