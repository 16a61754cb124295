package org.vmcore.debuginfo;

import java.util.List;
import java.util.stream.Collectors;
import org.vmcore.io.Fault;

/** Several files define a name, each as something else, and nobody said which one is meant. */
public final class AmbiguousName extends Fault {
  private static final long serialVersionUID = 1L;
  private static final int MAX_LISTED = 8;

  private final List<Place> places;

  /**
   * @param name as C writes it: {@code struct cache}
   */
  AmbiguousName(String name, List<Place> places) {
    super(
        "is defined in " + places.size() + " ways: " + listed(places),
        name,
        "name the file of the one that is meant");
    this.places = List.copyOf(places);
  }

  private static String listed(List<Place> places) {
    String listed =
        places.stream().limit(MAX_LISTED).map(Place::toString).collect(Collectors.joining(", "));
    return places.size() > MAX_LISTED ? listed + ", ..." : listed;
  }

  /** Of all definitions, in their order. */
  public List<Place> places() {
    return places;
  }
}
