package org.vmcore.dump.vmware;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.vmcore.dump.MemoryImage;
import org.vmcore.io.ArraySource;

/** Writes the state of a machine as VMware does. */
public final class VmwareStateBuilder {
  private static final int GROUPS_END = 12 + 2 * 80;

  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private final ByteArrayOutputStream cpu = new ByteArrayOutputStream();

  /** With the memory of an image inside, in regions. */
  public static VmwareStateBuilder holding(MemoryImage image) {
    return new VmwareStateBuilder().regionsOf(image).block("Memory", memoryOf(image));
  }

  /** What a {@code .vmem} holds: the regions, one after the other. */
  public static byte[] memoryOf(MemoryImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    image.runs().forEach(run -> bytes.writeBytes(run.bytes()));
    return bytes.toByteArray();
  }

  public VmwareStateBuilder regionsOf(MemoryImage image) {
    number(memory, "regionsCount", image.runs().size(), 4);
    int page = 0;
    for (int i = 0; i < image.runs().size(); i++) {
      MemoryImage.Run run = image.runs().get(i);
      int pages = run.bytes().length / MemoryImage.PAGE_BYTES;
      number(memory, "regionPageNum", page, 4, i);
      number(memory, "regionPPN", run.paddr() / MemoryImage.PAGE_BYTES, 4, i);
      number(memory, "regionSize", pages, 4, i);
      page += pages;
    }
    return this;
  }

  VmwareStateBuilder block(String name, byte[] bytes) {
    block(memory, 0x3f, name, bytes);
    return this;
  }

  VmwareStateBuilder compressedMemory() {
    block(memory, 0x3e, "Memory", new byte[16]);
    return this;
  }

  VmwareStateBuilder register(String name, long value, int... indices) {
    number(cpu, name, value, 8, indices);
    return this;
  }

  VmwareStateBuilder registers(String name, byte[] values, int... indices) {
    block(cpu, 0x3f, name, values, indices);
    return this;
  }

  private static void number(
      ByteArrayOutputStream group, String name, long value, int sizeBytes, int... indices) {
    head(group, sizeBytes, name, indices);
    ByteBuffer number = little(8).putLong(value);
    group.write(number.array(), 0, sizeBytes);
  }

  private static void block(
      ByteArrayOutputStream group, int size, String name, byte[] bytes, int... indices) {
    head(group, size, name, indices);
    group.writeBytes(
        little(18 + 3).putLong(bytes.length).putLong(bytes.length).putShort((short) 3).array());
    group.writeBytes(bytes);
  }

  private static void head(ByteArrayOutputStream group, int size, String name, int... indices) {
    int tag = name.length() << 8 | indices.length << 6 | size;
    group.writeBytes(little(2).putShort((short) tag).array());
    group.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    for (int index : indices) {
      group.writeBytes(little(4).putInt(index).array());
    }
  }

  private static ByteBuffer little(int sizeBytes) {
    return ByteBuffer.allocate(sizeBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public byte[] bytes() {
    ByteBuffer file = little(GROUPS_END + memory.size() + cpu.size() + 4);
    file.putInt(0xbed2bed2).putInt(8).putInt(2);
    group(file, "cpu", GROUPS_END, cpu.size() + 2);
    group(file, "memory", GROUPS_END + cpu.size() + 2, memory.size() + 2);
    file.position(GROUPS_END);
    file.put(cpu.toByteArray()).putShort((short) 0);
    file.put(memory.toByteArray()).putShort((short) 0);
    return file.array();
  }

  private static void group(ByteBuffer file, String name, long position, long sizeBytes) {
    int at = file.position();
    file.put(name.getBytes(StandardCharsets.US_ASCII)).position(at + 64);
    file.putLong(position).putLong(sizeBytes);
  }

  public ArraySource build() {
    return new ArraySource("built.vmss", bytes());
  }
}
