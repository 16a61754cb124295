package org.vmcore.dump;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmcore.dump.elfcore.ElfCoreBuilder;
import org.vmcore.dump.flattened.FlattenedBuilder;
import org.vmcore.dump.kdump.KdumpBuilder;
import org.vmcore.dump.lime.LimeBuilder;
import org.vmcore.dump.s390.StandaloneDumpBuilder;
import org.vmcore.dump.vmware.VmwareStateBuilder;
import org.vmcore.io.ArraySource;
import org.vmcore.io.ByteSource;

/** One memory, written in every container that there is, reads the same from each. */
class EveryContainerTest {
  private static final MemoryImage IMAGE = MemoryImage.dense();
  private static final int RANDOM_READS = 20_000;

  static Stream<Arguments> containers() {
    Stream<Arguments> compressions =
        KdumpBuilder.compressions(IMAGE).entrySet().stream()
            .map(file -> container("kdump " + file.getKey(), source(file.getValue())));
    return Stream.concat(compressions, otherContainers());
  }

  private static Stream<Arguments> otherContainers() {
    return Stream.of(
        container("kdump v3", kdump().version(3).build()),
        container("kdump with one bitmap", kdump().oneBitmap().build()),
        container(
            "kdump of 32 bits", kdump().width(KdumpBuilder.Width.NARROW_PACKED, "i686").build()),
        container("kdump in parts", kdump().part(50, 100).build(), kdump().part(0, 50).build()),
        container("kdump, flattened", flattened(kdump().bytes())),
        container("ELF", ElfCoreBuilder.of(IMAGE).build()),
        container("ELF of 32 bits", ElfCoreBuilder.of(IMAGE).narrow().build()),
        container("ELF as of QEMU", ElfCoreBuilder.of(IMAGE).segmentsAt(192).build()),
        container("ELF, flattened", flattened(ElfCoreBuilder.of(IMAGE).bytes())),
        container("LiME", LimeBuilder.lime(IMAGE).build()),
        container("AVML", LimeBuilder.avml(IMAGE).build()),
        container("VMware", VmwareStateBuilder.holding(IMAGE).build()),
        container(
            "VMware with its memory apart",
            new VmwareStateBuilder().regionsOf(IMAGE).build(),
            source(VmwareStateBuilder.memoryOf(IMAGE))),
        container("s390 stand-alone", source(StandaloneDumpBuilder.bytes(IMAGE))),
        container("raw", source(IMAGE.flat())));
  }

  private static Arguments container(String name, ByteSource... files) {
    return Arguments.of(name, List.of(files));
  }

  private static KdumpBuilder kdump() {
    return new KdumpBuilder(IMAGE);
  }

  private static ByteSource flattened(byte[] file) {
    return FlattenedBuilder.inReverse(file).ended();
  }

  private static ByteSource source(byte[] file) {
    return new ArraySource("built", file);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("containers")
  void holdsTheSameMemory(String name, List<ByteSource> files) {
    byte[] memory = IMAGE.flat();
    Random random = new Random(20_000);
    try (Dump dump =
        Dumps.of(files, name.equals("raw") ? Opening.DEFAULT.asRaw() : Opening.DEFAULT)) {
      for (int i = 0; i < RANDOM_READS; i++) {
        int paddr = random.nextInt(memory.length);
        Page page = dump.page(paddr);
        int at = page.offset() + (int) (paddr - page.paddr());
        assertThat(page.bytes()[at], is(memory[paddr]));
      }
      IMAGE
          .stored()
          .forEach(
              (pfn, bytes) ->
                  assertThat(
                      "pfn " + pfn,
                      DumpContract.bytesOf(dump, pfn * MemoryImage.PAGE_BYTES),
                      is(bytes)));
      assertThat(dump.state(memory.length), is(PageState.ABSENT));
      assertThat(dump.pageCounts().of(PageState.PRESENT), is((long) IMAGE.stored().size()));
    }
  }
}
