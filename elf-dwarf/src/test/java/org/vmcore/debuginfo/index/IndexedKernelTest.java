package org.vmcore.debuginfo.index;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.AmbiguousName;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.io.MalformedInput;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

class IndexedKernelTest {
  private static final ImageIdentity IDENTITY = new ImageIdentity("0123abcd", 42);

  private final ImageInCode image = new ImageInCode();
  private final byte[] index = IndexWriter.write(IDENTITY, image);

  private static IndexedKernel opened(byte[] index) {
    return IndexedKernel.of("kernel.index", "vmlinux", index, Optional::empty);
  }

  @Test
  void answersAsTheImageDoes() {
    IndexedKernel kernel = opened(index);

    SameAnswers.check(kernel, image);
    assertThat(kernel.identity(), is(IDENTITY));
    assertThat(kernel.buildId(), is(Optional.of("0123abcd")));
  }

  @Test
  void messagesNameTheVmlinuxThatItStandsFor() {
    assertThat(opened(index).name(), is("vmlinux"));
  }

  @Test
  void whatTheImageDoesNotHaveTheIndexDoesNotHaveEither() {
    DebugInfo info = opened(index).debugInfo();

    assertThat(info.types(TypeKind.STRUCT, "pid_t"), empty());
    assertThat(info.type(TypeKind.TYPEDEF, "task"), is(Optional.empty()));
    assertThat(info.variables("zzz"), empty());
    assertThat(info.variables(""), empty());
    assertThat(info.enumerationOf("init_task"), is(Optional.empty()));
    assertThat(opened(index).symbols().byName("fn_"), empty());
    assertThat(opened(index).symbols().byName("fn_\u4711"), empty());
    assertThat(opened(index).sectionAddress(".data").isPresent(), is(false));
  }

  @Test
  void namesThatFilesDefineDifferentlyAreRefusedAsTheImageDoes() {
    DebugInfo info = opened(index).debugInfo();

    AmbiguousName struct =
        assertThrows(AmbiguousName.class, () -> info.type(TypeKind.STRUCT, "node"));
    AmbiguousName variable = assertThrows(AmbiguousName.class, () -> info.variable("count"));

    assertThat(
        struct.getMessage(), containsString("include/size4.h (in drivers/some.c), include/size8"));
    assertThat(variable.getMessage(), containsString("mm/slab.c, fs/pipe.c"));
    assertThat(
        info.type(TypeKind.STRUCT, "node", "include/size8.h").orElseThrow().sizeBytes(), is(8L));
    assertThat(info.variable("jiffies").orElseThrow().type().sizeBytes(), is(8L));
  }

  @Test
  void baseTypesAreFoundByAllTheirSpellings() {
    DebugInfo info = opened(index).debugInfo();

    assertThat(
        info.type(TypeKind.BASE, "unsigned long"),
        is(info.type(TypeKind.BASE, "long unsigned int")));
  }

  @Test
  void membersWithinAnonymousOnesKeepTheirPlaceAndWidth() {
    StructType task =
        opened(index)
            .debugInfo()
            .type(TypeKind.STRUCT, "task_struct")
            .orElseThrow()
            .asStruct()
            .orElseThrow();

    StructType.Member high = task.member("high").orElseThrow();
    assertThat(high.bitOffset(), is(131L));
    assertThat(high.bitSize(), is(29));
  }

  @Test
  void whatIsLeftOutIsAskedOfTheVmlinuxWhereThatIsAtHand() {
    IndexedKernel alone = opened(index);
    IndexedKernel beside =
        IndexedKernel.of("kernel.index", "vmlinux", index, () -> Optional.of(image));

    assertThat(alone.debugInfo().function("schedule"), is(Optional.empty()));
    assertThat(beside.debugInfo().function("schedule").isPresent(), is(true));
    assertThat(alone.section(".text"), is(Optional.empty()));
    assertThat(beside.section(".text").orElseThrow().sizeBytes(), is(3L));
  }

  @Test
  void unwindTablesNeverNeedTheVmlinux() {
    IndexedKernel kernel =
        IndexedKernel.of(
            "kernel.index",
            "vmlinux",
            index,
            () -> {
              throw new AssertionError("the vmlinux is wanted");
            });

    assertThat(
        kernel.section(".orc_unwind").orElseThrow().read(0, ImageInCode.UNWIND.length),
        is(ImageInCode.UNWIND));
    assertThat(kernel.section(".orc_header"), is(Optional.empty()));
    assertThat(kernel.section(".nothing"), is(Optional.empty()));
  }

  @Test
  void theSameImageGivesTheSameBytes() {
    assertThat(IndexWriter.write(IDENTITY, new ImageInCode()), is(index));
  }

  @Test
  void anyByteThatChangedIsNoticed() {
    for (int at = 0; at < index.length; at++) {
      byte[] damaged = index.clone();
      damaged[at] ^= (byte) (1 << at % 8);
      assertThrows(MalformedInput.class, () -> opened(damaged), "byte " + at);
    }
  }

  @Test
  void whatWasCutOffIsNoticed() {
    for (int length = 0; length < index.length; length++) {
      byte[] cut = Arrays.copyOf(index, length);
      assertThrows(MalformedInput.class, () -> opened(cut), length + " bytes");
    }
  }

  @Test
  void anotherVersionIsRefusedByName() {
    byte[] other = index.clone();
    ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(8, IndexFormat.VERSION + 1);

    MalformedInput fault = assertThrows(MalformedInput.class, () -> opened(other));

    assertThat(fault.getMessage(), containsString("an index of another version"));
  }

  /** Whoever can write to the cache can also compute a checksum. */
  @Test
  void forgedIndexesGiveFaultsOrAnswersButNothingElse() {
    int[] patterns = {0x00, 0x7f, 0xff};
    for (int at = IndexFormat.CHECKED_OFFSET; at < index.length; at++) {
      for (int pattern : patterns) {
        byte[] forged = index.clone();
        forged[at] = (byte) pattern;
        seal(forged);
        try {
          ask(opened(forged));
        } catch (MalformedInput fault) {
          assertThat(fault.where(), containsString("kernel.index"));
        }
      }
    }
  }

  private static void seal(byte[] file) {
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(IndexFormat.CHECKSUM_OFFSET, (int) IndexFormat.checksum(file));
  }

  private static void ask(IndexedKernel kernel) {
    for (TypeKind kind : TypeKind.values()) {
      for (String name : List.of("task_struct", "node", "zone", "pid_t", "int", "bits")) {
        kernel.debugInfo().types(kind, name).forEach(IndexedKernelTest::walk);
      }
    }
    kernel.debugInfo().variables("count").forEach(variable -> walk(variable.type()));
    kernel.debugInfo().enumerator("MINUS");
    kernel.symbols().byName("static.key");
    kernel.symbols().byAddress(0x8100_0000_0000_0110L);
    kernel.section(".orc_unwind");
  }

  private static void walk(Type type) {
    type.sizeBytes();
    type.spelling();
    type.asStruct().ifPresent(struct -> struct.members().forEach(m -> m.type().sizeBytes()));
  }

  @Test
  void sixteenThreadsGetOneAndTheSameType() throws Exception {
    IndexedKernel kernel = opened(index);
    CyclicBarrier together = new CyclicBarrier(16);
    Callable<Type> parent =
        () -> {
          together.await();
          StructType task =
              kernel
                  .debugInfo()
                  .type(TypeKind.STRUCT, "task_struct")
                  .orElseThrow()
                  .asStruct()
                  .orElseThrow();
          return task.member("parent").orElseThrow().type();
        };

    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      Set<Type> identities = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Future<Type> type : threads.invokeAll(Collections.nCopies(16, parent))) {
        identities.add(type.get());
      }
      assertThat(identities, hasSize(1));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void symbolsOfOneNameComeGlobalOnesFirst() {
    List<Boolean> global = new ArrayList<>();
    for (Symbol symbol : opened(index).symbols().byName("static.key")) {
      global.add(symbol.global());
    }

    assertThat(global, hasSize(100));
    assertThat(global.lastIndexOf(true) < global.indexOf(false), is(true));
  }
}
