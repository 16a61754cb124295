package org.vmcore.elf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmcore.dump.ElfNote;

class ElfNotesTest {
  private final ByteBuffer area = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

  private ElfNotesTest note(String name, int type, byte[] descriptor) {
    area.putInt(name.length() + 1).putInt(descriptor.length).putInt(type);
    area.put(name.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
    area.position(area.position() + 3 & -4);
    area.put(descriptor).position(area.position() + 3 & -4);
    return this;
  }

  private ElfNotesTest zeros(int count) {
    area.position(area.position() + count);
    return this;
  }

  private List<ElfNote> parsed() {
    return ElfNotes.parse(
        Arrays.copyOf(area.array(), area.position()), "built", ByteOrder.LITTLE_ENDIAN);
  }

  private List<String> names() {
    return parsed().stream().map(ElfNote::name).toList();
  }

  @Test
  void namesAndDescriptorsArePaddedToFourBytes() {
    note("CORE", 1, new byte[] {1, 2, 3}).note("QEMU", 0, new byte[] {4});

    assertThat(names(), contains("CORE", "QEMU"));
    assertThat(parsed().get(0).descriptor(), is(new byte[] {1, 2, 3}));
    assertThat(parsed().get(1).descriptor(), is(new byte[] {4}));
  }

  @Test
  void slotsOfCpusWithoutANoteArePassedOver() {
    note("CORE", 1, new byte[8]).zeros(356).note("CORE", 1, new byte[8]).zeros(40);

    assertThat(names(), contains("CORE", "CORE"));
  }

  @Test
  void aNameThatCannotBeEndsTheList() {
    note("CORE", 1, new byte[8]);
    area.putInt(-1).putInt(4).putInt(1).putInt(0);

    assertThat(names(), contains("CORE"));
  }

  @Test
  void aDescriptorPastTheEndEndsTheList() {
    note("CORE", 1, new byte[8]);
    area.putInt(5).putInt(1000).putInt(1).putLong(0).putLong(0);

    assertThat(names(), contains("CORE"));
  }

  @Test
  void anAreaOfZerosHasNoNotes() {
    assertThat(zeros(4096).parsed(), is(empty()));
  }

  @Test
  void ofADriversDumpTheNameAloneIsRead() {
    byte[] dump = new byte[9000];
    dump[0] = 'e';
    dump[1] = '1';
    note("LINUX", 0x700, dump).note("VMCOREINFO", 0, new byte[4]);

    ElfNote device = parsed().get(0);
    assertThat(device.deviceDump(), is(Optional.of("e1")));
    assertThat(device.sizeBytes(), is(9000L));
    assertThat(device.descriptor().length, is(44));
    assertThat(parsed().get(1).deviceDump(), is(Optional.empty()));
  }
}
