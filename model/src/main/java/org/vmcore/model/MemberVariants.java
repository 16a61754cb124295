package org.vmcore.model;

import java.util.Optional;

/** Members that kernels name differently. */
public final class MemberVariants {
  private MemberVariants() {}

  /**
   * The first of these members that the type has; each may be a path.
   *
   * @throws NoSuchMember when it has none
   */
  public static Value first(Value value, String... paths) {
    return find(value, paths).orElseThrow(() -> new NoSuchMember(value.type(), paths[0]));
  }

  /** Like {@link #first}, for members that a kernel may lack altogether. */
  public static Optional<Value> find(Value value, String... paths) {
    for (String path : paths) {
      if (value.has(path)) {
        return Optional.of(value.at(path));
      }
    }
    return Optional.empty();
  }
}
