/* A second unit: completes what the first declares, and defines a node of its own. */
#include "shared.h"

struct elsewhere {
	u32 magic;
	struct place at;
	atomic_t users;
};

struct node {
	u64 of_second_unit;
	u8 more[16];
};

static __attribute__((used)) struct node own_node = { 9 };
static int twice = 2;
struct elsewhere the_other = { 42 };
atomic_t users = { 1 };
s64 balance = -1;

struct elsewhere *find(struct place *place)
{
	twice += measure(place, WRITES);
	own_node.of_second_unit += (u64)twice;
	return own_node.of_second_unit > 99 ? &the_other : 0;
}
