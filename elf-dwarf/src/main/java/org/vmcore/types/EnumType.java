package org.vmcore.types;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** An enumeration with its constants in order of definition. */
public final class EnumType extends Type {
  private final String name;
  private final long sizeBytes;
  private final boolean signed;
  private final Lazy<List<Enumerator>> enumerators;

  /** One constant; the value is sign extended where the enumeration is signed. */
  public record Enumerator(String name, long value) {}

  /**
   * @param name empty for an anonymous enumeration
   */
  public EnumType(
      String name, long sizeBytes, boolean signed, Supplier<List<Enumerator>> enumerators) {
    this.name = name;
    this.sizeBytes = sizeBytes;
    this.signed = signed;
    this.enumerators = new Lazy<>(() -> List.copyOf(enumerators.get()));
  }

  public String name() {
    return name;
  }

  public List<Enumerator> enumerators() {
    return enumerators.get();
  }

  public boolean isSigned() {
    return signed;
  }

  public OptionalLong valueOf(String enumerator) {
    return enumerators().stream()
        .filter(e -> e.name().equals(enumerator))
        .mapToLong(Enumerator::value)
        .findFirst();
  }

  /** The first constant with this value. */
  public Optional<String> nameOf(long value) {
    return enumerators().stream().filter(e -> e.value() == value).map(Enumerator::name).findFirst();
  }

  @Override
  String spelled(int depth) {
    return name.isEmpty() ? "enum {…}" : "enum " + name;
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }
}
