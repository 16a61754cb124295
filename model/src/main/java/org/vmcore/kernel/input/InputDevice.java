package org.vmcore.kernel.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct input_dev}, {@code include/linux/input.h}.
 *
 * @param value the {@code struct input_dev}
 */
public record InputDevice(Value value) {
  private static final int KEY_MIN_INTERESTING = 0x71; // include/linux/mod_devicetable.h

  /**
   * A kind of events: its letter in the alias, its bit in {@code evbit}, its name, the member that
   * says which of its events there are, and how many there can be less one.
   */
  public record Kind(char letter, int type, String name, String member, int max) {}

  /**
   * {@code include/uapi/linux/input-event-codes.h}, in the order in which the kernel shows them.
   */
  public static final List<Kind> KINDS =
      List.of(
          new Kind('k', 0x01, "KEY", "keybit", 0x2ff),
          new Kind('r', 0x02, "REL", "relbit", 0x0f),
          new Kind('a', 0x03, "ABS", "absbit", 0x3f),
          new Kind('m', 0x04, "MSC", "mscbit", 0x07),
          new Kind('l', 0x11, "LED", "ledbit", 0x0f),
          new Kind('s', 0x12, "SND", "sndbit", 0x07),
          new Kind('f', 0x15, "FF", "ffbit", 0x7f),
          new Kind('w', 0x05, "SW", "swbit", 0x10));

  private static final int EV_MAX = 0x1f;

  /** All of them in the kernel's order. */
  public static List<InputDevice> all(Program kernel) {
    return ListHead.forEachEntry(kernel.symbol("input_dev_list"), "struct input_dev", "node")
        .stream()
        .map(InputDevice::new)
        .toList();
  }

  /** What this device is, of the type {@code input_dev_type}. */
  public static InputDevice of(Device device) {
    return new InputDevice(device.value().containerOf("struct input_dev", "dev"));
  }

  public Device device() {
    return new Device(value.field("dev"));
  }

  /** {@code "bustype"}, {@code "vendor"}, {@code "product"}, {@code "version"}. */
  public long id(String member) {
    return value.field("id").field(member).asLong();
  }

  /** {@code "name"}, {@code "phys"}, {@code "uniq"}; empty where it is not told. */
  public String text(String member) {
    Value text = value.field(member);
    return text.isNull() ? "" : text.asString();
  }

  public boolean has(String member) {
    return !value.field(member).isNull();
  }

  /** Names of those that listen to it, in the kernel's order. */
  public List<String> handlers() {
    return ListHead.forEachEntry(value.field("h_list"), "struct input_handle", "d_node").stream()
        .map(handle -> handle.field("name").asString())
        .toList();
  }

  /** Whether it has events of a kind at all. */
  public boolean sends(Kind kind) {
    return (value.field("evbit").index(0).asLong() >> kind.type() & 1) != 0;
  }

  /** {@code input_print_bitmap()}: words in hex, the highest first, without leading zeros. */
  public String bitmap(String member) {
    long[] words = value.field(member).longs();
    List<String> shown = new ArrayList<>();
    for (int i = words.length - 1; i >= 0; i--) {
      if (words[i] != 0 || !shown.isEmpty()) {
        shown.add(Long.toHexString(words[i]));
      }
    }
    return shown.isEmpty() ? "0" : String.join(" ", shown);
  }

  /** {@code input_print_modalias()}; what is too long for a page is not cut here. */
  public String modalias() {
    StringBuilder alias = new StringBuilder("input:");
    alias.append('b').append(hex(id("bustype")));
    alias.append('v').append(hex(id("vendor")));
    alias.append('p').append(hex(id("product")));
    alias.append('e').append(hex(id("version"))).append('-');
    numbers('e', "evbit", 0, EV_MAX, alias);
    for (Kind kind : KINDS) {
      int first = kind.letter() == 'k' ? KEY_MIN_INTERESTING : 0;
      numbers(kind.letter(), kind.member(), first, kind.max(), alias);
    }
    return alias.toString();
  }

  private static String hex(long number) {
    String digits = Long.toHexString(number & 0xffff).toUpperCase(Locale.ROOT);
    return "0".repeat(4 - digits.length()) + digits;
  }

  private void numbers(char letter, String member, int first, int max, StringBuilder alias) {
    alias.append(letter);
    long[] words = value.field(member).longs();
    for (int bit = first; bit < Math.min(max, words.length * Long.SIZE); bit++) {
      if ((words[bit / Long.SIZE] >> bit % Long.SIZE & 1) != 0) {
        alias.append(Integer.toHexString(bit).toUpperCase(Locale.ROOT)).append(',');
      }
    }
  }
}
