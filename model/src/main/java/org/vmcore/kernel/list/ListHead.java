package org.vmcore.kernel.list;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.vmcore.dump.MemoryFault;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code struct list_head}, {@code include/linux/list.h}. */
public final class ListHead {
  private static final int MAX_ENTRIES = 4 << 20; // no list of ours is longer on a living machine

  private ListHead() {}

  /**
   * {@code list_for_each_entry()}: the structures on a list, first to last.
   *
   * @param head the {@code struct list_head}, or a pointer to it
   * @param type C type of the entries: {@code "struct module"}
   * @param member the entries' {@code struct list_head}, perhaps a path: {@code "se.group_node"}
   * @throws Malformed when the list runs into itself; a NULL link ends a list that was never
   *     initialised
   */
  public static List<Value> forEachEntry(Value head, String type, String member) {
    Walk walk = new Walk(head, type, member, MAX_ENTRIES);
    walk.go();
    return walk.entries;
  }

  /**
   * The structures on a list as far as it can be followed.
   *
   * @param damage why the list ends before its end; empty for a whole one
   */
  public record Prefix(List<Value> entries, Optional<String> damage) {
    public Prefix {
      entries = List.copyOf(entries);
    }
  }

  /**
   * As {@link #forEachEntry}, for a list of which a part is better than none.
   *
   * @param most where a list ends that leads on and on
   */
  public static Prefix asFarAsReadable(Value head, String type, String member, int most) {
    Walk walk = new Walk(head, type, member, most);
    try {
      walk.go();
      return new Prefix(walk.entries, Optional.empty());
    } catch (MemoryFault | Malformed fault) {
      return new Prefix(walk.entries, Optional.of(fault.getMessage()));
    }
  }

  /** Goes from link to link; what it found stays when it comes to grief. */
  private static final class Walk {
    private final Program kernel;
    private final long head;
    private final String type;
    private final long offset;
    private final int most;
    private final List<Value> entries = new ArrayList<>();

    Walk(Value head, String type, String member, int most) {
      this.kernel = head.program();
      this.head = addressOf(head);
      this.type = type;
      this.offset = kernel.offsetOf(type, member);
      this.most = most;
    }

    void go() {
      Set<Long> seen = new HashSet<>();
      long next = kernel.memory().u64(head);
      while (next != head && next != 0) {
        if (!seen.add(next) || entries.size() == most) {
          throw new Malformed("list of " + type + " runs into itself", "struct list_head", next);
        }
        long following = kernel.memory().u64(next);
        entries.add(kernel.object(type, next - offset));
        next = following;
      }
    }
  }

  /** How many entries a list has, as far as {@code most}. */
  public static long count(Value head, long most) {
    return visit(head, most, link -> {});
  }

  /**
   * Goes through a list that is too long to be kept: to its end, or as far as {@code most}, which
   * is where a list that runs into itself ends.
   *
   * @param head the {@code struct list_head}, or a pointer to it
   * @param each receives the address of each entry's {@code struct list_head}
   * @return how many entries there were
   */
  public static long visit(Value head, long most, LongConsumer each) {
    Program kernel = head.program();
    long headAddress = addressOf(head);
    long count = 0;
    long next = kernel.memory().u64(headAddress);
    while (next != headAddress && next != 0 && count < most) {
      count++;
      each.accept(next);
      next = kernel.memory().u64(next);
    }
    return count;
  }

  /** {@code list_empty()}; a list never initialised counts as empty. */
  public static boolean isEmpty(Value head) {
    long address = addressOf(head);
    long next = head.program().memory().u64(address);
    return next == address || next == 0;
  }

  private static long addressOf(Value head) {
    return head.type().asStruct().isPresent() ? head.address() : head.asLong();
  }
}
