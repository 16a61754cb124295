package org.vmcore.dwarf;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class AttributeTest {
  @Test
  void everyAttributeThatHasANameHereIsRead() throws IllegalAccessException {
    for (Field attribute : Attribute.class.getDeclaredFields()) {
      if (!attribute.isSynthetic()) {
        boolean isOne = !attribute.getName().equals("NONE");
        assertThat(attribute.getName(), Attribute.isRead(attribute.getInt(null)), is(isOne));
      }
    }
  }
}
