package org.vmcore.recovery;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.io.ByteSource;

/** What the search for a kernel asks its vmlinux: where things were linked, and the banner. */
final class LinkedKernel {
  static final String BANNER_START = "Linux version ";
  static final int MAX_BANNER_BYTES = 1024;

  private final KernelImage image;

  LinkedKernel(KernelImage image) {
    this.image = image;
  }

  String name() {
    return image.name();
  }

  Optional<String> buildId() {
    return image.buildId();
  }

  /** As {@code uname -m} gives it, told by symbols that one architecture alone has. */
  Optional<String> machine() {
    if (address("phys_base").isPresent()) {
      return Optional.of("x86_64");
    }
    return address("kimage_voffset").isPresent() ? Optional.of("aarch64") : Optional.empty();
  }

  /** Link-time address of the first of these symbols that there is. */
  OptionalLong address(String... names) {
    for (String name : names) {
      List<Symbol> named = image.symbols().byName(name);
      if (!named.isEmpty()) {
        return OptionalLong.of(named.get(0).value());
      }
    }
    return OptionalLong.empty();
  }

  /** Run-time address, where the kernel ran so many bytes from where it was linked. */
  OptionalLong address(String name, long relocationBytes) {
    List<Symbol> named = image.symbols().byName(name);
    return named.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(named.get(0).value(relocationBytes));
  }

  /** {@code PAGE_SIZE}, where the page of zeros tells it. */
  OptionalInt pageSizeBytes() {
    return image.symbols().byName("empty_zero_page").stream()
        .mapToLong(Symbol::sizeBytes)
        .filter(size -> size >= 1 << 12 && size <= 1 << 16 && Long.bitCount(size) == 1)
        .mapToInt(Math::toIntExact)
        .findFirst();
  }

  /** {@code offsetof(struct type, member)}; the member may be a path through embedded ones. */
  OptionalLong offsetOf(String struct, String path) {
    var type = image.debugInfo().type(TypeKind.STRUCT, struct);
    long offset = 0;
    for (String step : path.split("\\.")) {
      var member = type.flatMap(t -> t.asStruct()).flatMap(s -> s.member(step));
      if (member.isEmpty()) {
        return OptionalLong.empty();
      }
      offset += member.get().offsetBytes();
      type = Optional.of(member.get().type().resolved());
    }
    return OptionalLong.of(offset);
  }

  /** {@code linux_banner}; empty where the file lacks its bytes, as separate debug files do. */
  Optional<byte[]> banner() {
    OptionalLong section = image.sectionAddress(".rodata");
    OptionalLong banner = address("linux_banner");
    Optional<ByteSource> bytes = image.section(".rodata");
    if (section.isEmpty() || banner.isEmpty() || bytes.isEmpty()) {
      return Optional.empty();
    }
    long at = banner.getAsLong() - section.getAsLong();
    int size = (int) Math.min(MAX_BANNER_BYTES, bytes.get().sizeBytes() - Math.max(0, at));
    if (size <= 0 || !bytes.get().holds(at, size)) {
      return Optional.empty();
    }
    byte[] text = Texts.upToNul(bytes.get().read(at, size));
    return new String(text, StandardCharsets.ISO_8859_1).startsWith(BANNER_START)
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The release that the banner names. */
  Optional<String> release() {
    return banner().flatMap(text -> Texts.release(new String(text, StandardCharsets.ISO_8859_1)));
  }
}
