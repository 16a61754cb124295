/* What both units see. */
#ifndef SHARED_H
#define SHARED_H

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed long long s64;

struct list_head {
	struct list_head *next, *prev;
};

typedef struct {
	int counter;
} atomic_t;

struct elsewhere;

struct place {
	u64 sector;
	union {
		struct {
			u32 low;
			u32 high;
		};
		u64 whole;
		struct {
			u8 bytes[4];
			union {
				u32 deep;
				u8 deeper[2];
			};
		} named;
	};
	struct list_head links;
	const char *label;
};

enum direction { READS, WRITES = 5, DISCARDS };

extern int shared_counter;
extern struct place shared_place;
int measure(struct place *place, enum direction direction);

#endif
