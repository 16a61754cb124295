package org.vmcore.dump.vmware;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpContract;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.ElfNote;
import org.vmcore.dump.MemoryImage;
import org.vmcore.dump.PageState;
import org.vmcore.io.ArraySource;
import org.vmcore.io.ByteSource;
import org.vmcore.io.MalformedInput;
import org.vmcore.io.Unsupported;

class VmwareStateTest {
  private static final MemoryImage IMAGE = MemoryImage.example();

  private static Dump opened(VmwareStateBuilder state) {
    return Dumps.of(List.of(state.build()));
  }

  private static ArraySource memoryFile() {
    return new ArraySource("built.vmem", VmwareStateBuilder.memoryOf(IMAGE));
  }

  @Nested
  class WithMemoryInside extends DumpContract {
    @Override
    protected Dump dump() {
      return opened(VmwareStateBuilder.holding(IMAGE));
    }

    @Override
    protected PageState stateOfExcluded() {
      return PageState.ABSENT;
    }
  }

  @Nested
  class WithMemoryBeside extends DumpContract {
    @Override
    protected Dump dump() {
      return Dumps.of(List.of(memoryFile(), new VmwareStateBuilder().regionsOf(IMAGE).build()));
    }

    @Override
    protected PageState stateOfExcluded() {
      return PageState.ABSENT;
    }
  }

  @Test
  void stateAndMemoryOfTheSameNameFindEachOther(@TempDir Path folder) throws IOException {
    Path state = folder.resolve("guest-1.snapshot.vmsn");
    Files.write(state, new VmwareStateBuilder().regionsOf(IMAGE).bytes());
    assertThat(
        assertThrows(Unsupported.class, () -> Dumps.open(List.of(state))).getMessage(),
        containsString("put the .vmem of the same name beside it"));

    Files.write(folder.resolve("guest-1.snapshot.vmem"), VmwareStateBuilder.memoryOf(IMAGE));

    for (Path either : List.of(state, folder.resolve("guest-1.snapshot.vmem"))) {
      try (Dump dump = Dumps.open(List.of(either))) {
        assertThat(dump.page(4 * 4096).bytes(), is(IMAGE.stored().get(4L)));
      }
    }
  }

  @Test
  void withoutRegionsMemoryBeginsAtZero() {
    byte[] memory = MemoryImage.dense().flat();
    try (Dump dump = opened(new VmwareStateBuilder().block("Memory", memory))) {
      assertThat(dump.page(99 * 4096).bytes(), is(MemoryImage.dense().stored().get(99L)));
      assertThat(dump.state(100 * 4096), is(PageState.ABSENT));
    }
  }

  @Test
  void registersComeAsTheNotesThatQemuWouldWrite() {
    ByteBuffer general = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 16; i++) {
      general.putLong(0x100 + i);
    }
    ByteBuffer idtr = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    idtr.putShort((short) 0xfff).putLong(0xfffffe0000000000L);
    try (Dump dump =
        opened(
            VmwareStateBuilder.holding(IMAGE)
                .registers("gpregs", general.array(), 0)
                .registers("IDTR", idtr.array(), 0)
                .register("rip", 0xffffffff81000000L, 0)
                .register("CR64", 0x12345000, 0, 3)
                .register("rsp", 0x77, 1)
                .register("rip", 0x88, 1))) {
      assertThat(
          dump.notes().stream().map(ElfNote::name).toList(),
          contains("CORE", "CORE", "QEMU", "QEMU"));
      ByteBuffer prstatus = descriptor(dump, 0);
      assertThat(prstatus.getLong(112 + 10 * 8), is(0x100L)); // rax
      assertThat(prstatus.getLong(112 + 16 * 8), is(0xffffffff81000000L)); // rip
      assertThat(descriptor(dump, 1).getLong(112 + 19 * 8), is(0x77L)); // rsp of CPU 1
      ByteBuffer qemu = descriptor(dump, 2);
      assertThat(qemu.getLong(416), is(0x12345000L)); // cr3
      assertThat(qemu.getLong(384), is(0xfffffe0000000000L)); // IDT
    }
  }

  private static ByteBuffer descriptor(Dump dump, int note) {
    return ByteBuffer.wrap(dump.notes().get(note).descriptor()).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void aFileTooManyIsRefused() {
    List<ByteSource> files = List.of(VmwareStateBuilder.holding(IMAGE).build(), memoryFile());
    assertThat(
        assertThrows(Unsupported.class, () -> Dumps.of(files)).getMessage(),
        containsString("give this file alone"));
  }

  @Test
  void compressedMemoryIsRefused() {
    assertThat(
        assertThrows(Unsupported.class, () -> opened(new VmwareStateBuilder().compressedMemory()))
            .getMessage(),
        containsString("has its memory compressed"));
  }

  @Test
  void regionsThatCannotBeAreRefused() {
    byte[] file = VmwareStateBuilder.holding(IMAGE).bytes();
    file[8] = (byte) 0xff; // more groups than the file has room for
    file[9] = (byte) 0xff;
    assertThrows(MalformedInput.class, () -> Dumps.of(List.of(new ArraySource("built", file))));
  }
}
