package org.vmcore.kernel.resource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.model.Malformed;
import org.vmcore.model.Value;

/**
 * A {@code struct resource}, {@code kernel/resource.c}.
 *
 * @param depth how many others hold it, the root not counted
 * @param start first address
 * @param end last address
 */
public record Resource(int depth, long start, long end, String name) {
  private static final int MAX_RESOURCES = 1 << 20;

  /**
   * All below a root such as {@code iomem_resource}: each before those inside it, by address.
   *
   * @throws Malformed when the tree runs into itself
   */
  public static List<Resource> below(Value root) {
    List<Resource> resources = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    Deque<Value> later = new ArrayDeque<>(); // next siblings of those around the current one
    Value current = root.field("child");
    while (!current.isNull() || !later.isEmpty()) {
      if (current.isNull()) {
        current = later.pop();
        continue;
      }
      if (!seen.add(current.asLong()) || seen.size() > MAX_RESOURCES) {
        throw new Malformed("tree runs into itself", "struct resource", current.asLong());
      }
      resources.add(of(current, later.size()));
      later.push(current.field("sibling"));
      current = current.field("child");
    }
    return resources;
  }

  private static Resource of(Value resource, int depth) {
    Value name = resource.field("name");
    return new Resource(
        depth,
        resource.field("start").asLong(),
        resource.field("end").asLong(),
        name.isNull() ? "<BAD>" : name.asString());
  }
}
