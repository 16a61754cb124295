package org.vmcore.emit;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which emitters take part: by name of a plugin, or by the start of a path. Immutable.
 *
 * @param only if not empty, these alone
 * @param skip these not
 */
public record Selection(Set<String> only, Set<String> skip) {
  public static final Selection ALL = new Selection(Set.of(), Set.of());

  public Selection {
    only = new TreeSet<>(only);
    skip = new TreeSet<>(skip);
  }

  boolean includes(Emitter emitter) {
    return (only.isEmpty() || names(only, emitter)) && !names(skip, emitter);
  }

  private static boolean names(Set<String> chosen, Emitter emitter) {
    return chosen.stream()
        .anyMatch(
            name ->
                name.equals(emitter.plugin().pluginName())
                    || emitter.path().toString().startsWith(name));
  }
}
