package org.vmcore.dwarf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vmcore.btf.Btf;
import org.vmcore.debuginfo.Definition;
import org.vmcore.debuginfo.ListedDebugInfo;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.Variable;
import org.vmcore.debuginfo.VmlinuxFile;
import org.vmcore.debuginfo.index.ImageIdentity;
import org.vmcore.debuginfo.index.IndexWriter;
import org.vmcore.debuginfo.index.IndexedKernel;
import org.vmcore.debuginfo.index.SameAnswers;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.elf.ElfFile;
import org.vmcore.io.ByteSource;
import org.vmcore.io.FileSource;
import org.vmcore.types.EnumType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/** A distribution's vmlinux, named by the system property {@code vmcore.vmlinux}. */
class VmlinuxTest {
  /** Debian's linux-image-6.1.0-55-cloud-amd64-dbg, 6.1.192-1. */
  private static final String COUNTED_BUILD = "be80279be0383f6dbea0d4cedb91714bdff3a72b";

  private static final long COUNTED_SIZE = 589_915_976;

  private static Path vmlinux;

  @BeforeAll
  static void wantsAVmlinux() {
    String named = System.getProperty("vmcore.vmlinux", "");
    Assumptions.assumeFalse(
        named.isEmpty(), "name a vmlinux with debug information: -Dvmcore.vmlinux=FILE");
    vmlinux = Path.of(named);
  }

  private static Units units() {
    return Units.read(new DebugSections(ElfFile.open(FileSource.open(vmlinux)), Optional.empty()));
  }

  @Test
  void everyEntryOfEveryUnitIsRead() {
    Units units = units();
    ImageIdentity identity = ImageIdentity.of(vmlinux).orElseThrow();
    Assumptions.assumeTrue(
        identity.buildId().equals(COUNTED_BUILD) && vmlinux.toFile().length() == COUNTED_SIZE,
        "the counts are those of build " + COUNTED_BUILD);

    long entries = 0;
    for (Unit unit : units.all()) {
      entries += entries(unit);
    }

    assertThat(units.all(), hasSize(2172));
    assertThat(entries, is(14_259_565L));
  }

  private static long entries(Unit unit) {
    DieReader reader = unit.sections().reader(unit);
    reader.seek(unit.firstDieOffset());
    Die die = new Die();
    long entries = 0;
    while (!reader.atEnd()) {
      if (reader.next(die)) {
        entries++;
      }
    }
    return entries;
  }

  /**
   * Each of some names that the symbol table has, too: by its name, with its type, at its place.
   */
  @Test
  void twoHundredVariablesAreFoundByTheirNames() {
    VmlinuxFile file = VmlinuxFile.open(vmlinux, DebugFolders.NONE);
    List<Variable> listed = new ArrayList<>();
    file.debugInfo()
        .list(
            new ListedDebugInfo.Listener() {
              @Override
              public void type(TypeKind kind, Definition definition) {}

              @Override
              public void constants(EnumType enumeration) {}

              @Override
              public void variable(Variable variable) {
                if (variable.external() && file.symbols().byName(variable.name()).size() == 1) {
                  listed.add(variable);
                }
              }
            });
    assertThat(listed.size(), is(greaterThan(200)));

    for (int i = 0; i < 200; i++) {
      Variable one = listed.get(i * (listed.size() / 200));
      Variable found = file.debugInfo().variable(one.name()).orElseThrow();
      assertThat(one.name(), found.address(), is(one.address()));
      assertThat(one.name(), found.type(), is(one.type()));
      assertThat(one.name(), file.symbols().byName(one.name()).get(0).value(), is(one.address()));
    }
  }

  /** Linkers that are asked to keep their relocations have applied them all the same. */
  @Test
  void relocationsThatTheLinkerKeptChangeNothing() {
    ElfFile elf = ElfFile.open(FileSource.open(vmlinux));
    Assumptions.assumeTrue(
        elf.section(".rela.debug_info").isPresent() && elf.section(".BTF").isPresent(),
        "the vmlinux keeps no relocations, or has no BTF");
    ByteSource btf = elf.contents(elf.section(".BTF").orElseThrow());
    Btf types = Btf.of("BTF", btf.read(0, (int) btf.sizeBytes()), name -> OptionalLong.empty());
    VmlinuxFile file = VmlinuxFile.open(vmlinux, DebugFolders.NONE);

    for (String name : List.of("task_struct", "module", "super_block")) {
      assertThat(
          name,
          file.debugInfo().type(TypeKind.STRUCT, name).orElseThrow().sizeBytes(),
          is(types.type(TypeKind.STRUCT, name).orElseThrow().sizeBytes()));
    }
  }

  /** Of a distribution's kernel, whose debug information alone is some 200 MB. */
  @Test
  void theIndexTakesLessThanFourHundredMegabytesOfHeap() {
    long before = heapBytes();

    VmlinuxFile file = VmlinuxFile.open(vmlinux, DebugFolders.NONE);

    assertThat(file.debugInfo().type(TypeKind.STRUCT, "task_struct").isPresent(), is(true));
    long megabytes = heapBytes() - before >> 20;
    assertThat(megabytes, is(lessThan(400L)));
    assertThat(file.debugInfo().type(TypeKind.STRUCT, "page").isPresent(), is(true));
  }

  /** What is in use once garbage is gone. */
  private static long heapBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void theIndexDoesNotDependOnTheNumberOfThreads() {
    byte[] one = places(1);

    assertThat(Arrays.equals(places(2), one), is(true));
    assertThat(Arrays.equals(places(8), one), is(true));
  }

  /** All that the index holds: the places of each kind. */
  private static byte[] places(int threads) {
    DwarfIndex index = DwarfIndexer.start(units(), threads).index();
    ByteBuffer bytes = ByteBuffer.allocate(index.size() * Long.BYTES + IndexKind.values().length);
    for (IndexKind kind : IndexKind.values()) {
      bytes.put((byte) kind.ordinal());
      Arrays.stream(index.offsets(kind)).forEach(bytes::putLong);
    }
    return bytes.array();
  }

  @Test
  void theIndexOnDiskAnswersLikeTheVmlinux() {
    VmlinuxFile file = VmlinuxFile.open(vmlinux, DebugFolders.NONE);
    ImageIdentity identity = ImageIdentity.of(vmlinux).orElseThrow();

    byte[] index = IndexWriter.write(identity, file);

    assertThat(index.length, is(lessThan(10_000_000)));
    SameAnswers.check(IndexedKernel.of("index", "vmlinux", index, Optional::empty), file);
    VmlinuxFile again = VmlinuxFile.open(vmlinux, DebugFolders.NONE);
    assertThat(IndexWriter.write(identity, again), is(index));
  }

  @Test
  void sixteenThreadsGetOneAndTheSameType() throws Exception {
    VmlinuxFile file = VmlinuxFile.open(vmlinux, DebugFolders.NONE);
    List<String> names = List.of("task_struct", "mm_struct", "net_device", "super_block", "page");
    CyclicBarrier together = new CyclicBarrier(16);
    Callable<List<Type>> all =
        () -> {
          together.await();
          List<Type> types = new ArrayList<>();
          for (String name : names) {
            Type type = file.debugInfo().type(TypeKind.STRUCT, name).orElseThrow();
            types.add(type);
            ((StructType) type).members().forEach(member -> types.add(member.type()));
          }
          return types;
        };

    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      Set<Type> identities = Collections.newSetFromMap(new IdentityHashMap<>());
      int distinct = 0;
      for (Future<List<Type>> types : threads.invokeAll(Collections.nCopies(16, all))) {
        identities.addAll(types.get());
        distinct = distinct == 0 ? identities.size() : distinct;
      }
      assertThat(identities, hasSize(distinct));
    } finally {
      threads.shutdownNow();
    }
  }
}
