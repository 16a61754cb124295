package org.vmcore.emit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Path of one file, or of one for each key: {@code proc/{pid}/status}. A placeholder that ends in
 * {@code *} takes several segments. Immutable.
 */
public final class PathTemplate {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)(\\*?)}");

  private final String text;
  private final List<String> literals = new ArrayList<>();
  private final List<Boolean> takesSegments = new ArrayList<>();

  /**
   * @throws IllegalArgumentException when the path is absolute or a placeholder is not one
   */
  public PathTemplate(String text) {
    this.text = text;
    Matcher matcher = PLACEHOLDER.matcher(text);
    int end = 0;
    while (matcher.find()) {
      literals.add(text.substring(end, matcher.start()));
      takesSegments.add(!matcher.group(2).isEmpty());
      end = matcher.end();
    }
    literals.add(text.substring(end));
    boolean odd = literals.stream().anyMatch(l -> l.contains("{") || l.contains("}"));
    if (odd || text.startsWith("/") || text.isEmpty() || text.contains("//")) {
      throw new IllegalArgumentException("no path template: \"" + text + "\"");
    }
  }

  public int nrPlaceholders() {
    return takesSegments.size();
  }

  /**
   * The path with these names in place of the placeholders.
   *
   * @throws PathNames.BadName when a name cannot be a file's
   */
  public String fill(List<String> names) {
    StringBuilder path = new StringBuilder(literals.get(0));
    for (int i = 0; i < takesSegments.size(); i++) {
      String name = names.get(i);
      path.append(takesSegments.get(i) ? PathNames.segments(name) : PathNames.segment(name));
      path.append(literals.get(i + 1));
    }
    return path.toString();
  }

  /** As it was declared. */
  @Override
  public String toString() {
    return text;
  }
}
