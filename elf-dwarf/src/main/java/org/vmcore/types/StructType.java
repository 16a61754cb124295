package org.vmcore.types;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A structure or union. Members of anonymous members are found by name as C finds them. */
public final class StructType extends Type {
  private static final int MAX_DEPTH = 64; // anonymous members nest about 20 deep in real kernels

  private final boolean union;
  private final String name;
  private final long sizeBytes;
  private final boolean complete;
  private final Lazy<List<Member>> members;
  private final Map<String, Optional<Member>> found = new ConcurrentHashMap<>();

  /**
   * A member as declared, or one found through anonymous ones with the offsets added up.
   *
   * @param name empty for an anonymous structure or union
   * @param bitOffset from the start of the structure; on little-endian machines from bit 0 of byte
   *     0, on big-endian ones from the most significant bit of byte 0
   * @param bitSize width of a bit-field, 0 for ordinary members
   */
  public record Member(String name, Type type, long bitOffset, int bitSize) {
    public boolean isBitField() {
      return bitSize != 0;
    }

    /** Offset of an ordinary member in bytes, as {@code offsetof} gives it. */
    public long offsetBytes() {
      return bitOffset >> 3;
    }
  }

  /**
   * @param name empty for an anonymous one
   * @param complete false for a declaration without a definition
   */
  public StructType(
      boolean union,
      String name,
      long sizeBytes,
      boolean complete,
      Supplier<List<Member>> members) {
    this.union = union;
    this.name = name;
    this.sizeBytes = sizeBytes;
    this.complete = complete;
    this.members = new Lazy<>(() -> List.copyOf(members.get()));
  }

  public boolean isUnion() {
    return union;
  }

  public String name() {
    return name;
  }

  public boolean isComplete() {
    return complete;
  }

  /** Members in order of declaration, anonymous ones as they are. */
  public List<Member> members() {
    return members.get();
  }

  /** The member of this name, looked for through anonymous members too. */
  public Optional<Member> member(String memberName) {
    Optional<Member> known = found.get(memberName);
    if (known != null) {
      return known;
    }
    Optional<Member> member =
        search(memberName, 0, Collections.newSetFromMap(new IdentityHashMap<>()));
    found.put(memberName, member);
    return member;
  }

  /**
   * Looks into each structure once: hostile ones have themselves as members, and more than once.
   */
  private Optional<Member> search(String memberName, int depth, Set<StructType> lookedInto) {
    if (!lookedInto.add(this)) {
      return Optional.empty();
    }
    for (Member member : members()) {
      if (member.name().equals(memberName)) {
        return Optional.of(member);
      }
    }
    if (depth == MAX_DEPTH) {
      return Optional.empty();
    }
    for (Member member : members()) {
      if (!member.name().isEmpty() || !(member.type().resolved() instanceof StructType inner)) {
        continue;
      }
      Optional<Member> nested = inner.search(memberName, depth + 1, lookedInto);
      if (nested.isPresent()) {
        Member m = nested.get();
        return Optional.of(
            new Member(m.name(), m.type(), member.bitOffset() + m.bitOffset(), m.bitSize()));
      }
    }
    return Optional.empty();
  }

  @Override
  String spelled(int depth) {
    String keyword = union ? "union" : "struct";
    return name.isEmpty() ? keyword + " {…}" : keyword + " " + name;
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }
}
