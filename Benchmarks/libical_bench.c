// Prints `engine<TAB>case<TAB>nanoseconds` for libical, in New York, converted to UTC.
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 5 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int compare(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static volatile long long sink;

static int expand(struct icalrecurrencetype rule, struct icaltimetype start, icaltimezone *zone,
                  int count) {
    icalrecur_iterator *iterator = icalrecur_iterator_new(rule, start);
    int found = 0;
    while (iterator && found < count) {
        struct icaltimetype next = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(next)) break;
        sink += icaltime_as_timet_with_zone(next, zone);
        found++;
    }
    if (iterator) icalrecur_iterator_free(iterator);
    return found;
}

static void walk_to(struct icalrecurrencetype rule, struct icaltimetype start, icaltimezone *zone,
                    time_t target) {
    icalrecur_iterator *iterator = icalrecur_iterator_new(rule, start);
    for (;;) {
        struct icaltimetype next = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(next)) break;
        time_t at = icaltime_as_timet_with_zone(next, zone);
        sink += at;
        if (at > target) break;
    }
    icalrecur_iterator_free(iterator);
}

static void jump_to(struct icalrecurrencetype rule, struct icaltimetype start, icaltimezone *zone,
                    struct icaltimetype target) {
    icalrecur_iterator *iterator = icalrecur_iterator_new(rule, start);
    icalrecur_iterator_set_start(iterator, target);
    struct icaltimetype next = icalrecur_iterator_next(iterator);
    if (!icaltime_is_null_time(next)) sink += icaltime_as_timet_with_zone(next, zone);
    icalrecur_iterator_free(iterator);
}

static void seeks(const char *name, struct icalrecurrencetype rule, struct icaltimetype start,
                  icaltimezone *zone, int years) {
    struct icaltimetype target = start;
    target.year += years;
    time_t at = icaltime_as_timet_with_zone(target, zone);
    double walked[ROUNDS], jumped[ROUNDS];
    int repeats = years > 100 ? 1 : 20;
    for (int round = 0; round < ROUNDS; round++) {
        double begin = now();
        for (int i = 0; i < repeats; i++) walk_to(rule, start, zone, at);
        walked[round] = (now() - begin) / repeats;
        begin = now();
        for (int i = 0; i < repeats; i++) jump_to(rule, start, zone, target);
        jumped[round] = (now() - begin) / repeats;
    }
    qsort(walked, ROUNDS, sizeof walked[0], compare);
    qsort(jumped, ROUNDS, sizeof jumped[0], compare);
    printf("libical\t%s, seek %d years\t%f\n", name, years, walked[ROUNDS / 2]);
    printf("libical set_start\t%s, seek %d years\t%f\n", name, years, jumped[ROUNDS / 2]);
}

static void run(char *line, icaltimezone *zone) {
    char *name = strtok(line, "\t"), *start_text = strtok(NULL, "\t");
    char *rule_text = strtok(NULL, "\t"), *count_text = strtok(NULL, "\t");
    if (!count_text) return;
    int count = atoi(count_text);
    struct icaltimetype start = icaltime_null_time();
    sscanf(start_text, "%d-%d-%dT%d:%d", &start.year, &start.month, &start.day, &start.hour,
           &start.minute);
    struct icalrecurrencetype rule = icalrecurrencetype_from_string(rule_text);
    double rounds[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        double begin = now();
        int found = expand(rule, start, zone, count);
        rounds[round] = (now() - begin) / (found ? found : 1);
    }
    qsort(rounds, ROUNDS, sizeof rounds[0], compare);
    printf("libical\t%s\t%f\n", name, rounds[ROUNDS / 2]);
    if (strncmp(name, "weekly", 6) == 0) seeks(name, rule, start, zone, 20);
}

int main(int argc, char **argv) {
    char line[1024];
    FILE *cases = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (!cases) {
        fprintf(stderr, "usage: libical_bench CASES.tsv\n");
        return 64;
    }
    icaltimezone *zone = icaltimezone_get_builtin_timezone("America/New_York");
    if (!zone) return 1;
    while (fgets(line, sizeof line, cases)) {
        line[strcspn(line, "\n")] = 0;
        if (line[0] != '#') run(line, zone);
    }
    fclose(cases);
    return 0;
}
