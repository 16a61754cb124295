package org.vmcore.kernel.fs;

import java.util.List;
import org.vmcore.kernel.rbtree.RbTree;
import org.vmcore.model.Value;

/** {@code struct eventpoll}, {@code fs/eventpoll.c}: what a file of {@code epoll} waits for. */
public final class EventPoll {
  private EventPoll() {}

  /**
   * The {@code struct epitem}s in the order of their tree: by address of the file, then by number.
   *
   * @param file the {@code struct file} of {@code epoll_create()}
   */
  public static List<Value> items(Value file) {
    Value poll = file.field("private_data").cast("struct eventpoll *");
    return RbTree.inOrder(poll.field("rbr"), "struct epitem", "rbn");
  }
}
