"""People who do not exist: names put together by chance, and phone numbers that nobody can have."""

from __future__ import annotations

from typing import Final

import numpy as np

from sample_data.chance import pick

PHONE_PREFIX: Final = "111"
"""First digits of every phone of a sample; 11 digits as a mobile number has, and never a subscriber's number.

Mobile networks in China have the prefixes 13X to 19X and no others (Ministry of Industry and Information Technology,
我国公众移动通信网网号及H0分配情况, end of March 2023); numbers of fixed lines begin with 2 to 9, or with 0 before the
area code. What begins with 10, 11 or 12 is the short code of a service; of those 111 is kept for the carriers' own line
tests and given to nobody, so that not even a mistaken call reaches a hotline such as 110 or 120.
"""

_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆"
    "郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文缪施卞季葛陶闵"
)
_FIRST: Final = "建国志永文海春秋明晓丽玉秀红桂凤金银云雪梅兰英美静雅思佳子雨梓欣嘉俊浩宇泽宏伟正德家振兴安康福寿庆丰裕"
_SECOND: Final = (
    "华明军平强峰林芳娟燕霞敏洁琴珍芬萍莉慧君杰斌刚勇涛飞鹏辉龙生良才祥忠信义诚毅达亮波洋清源宁馨怡彤涵妍琪瑶"
)


def person_names(rng: np.random.Generator, count: int) -> list[str]:
    """Make names: a surname by its rough frequency, then one or two characters by chance.

    Somebody may bear such a name all the same, as with any name of common characters; it says nothing of anybody.
    """
    surnames = pick(rng, _SURNAMES, count, 1.0 / (np.arange(len(_SURNAMES)) + 8.0))
    first = pick(rng, _FIRST, count)
    second = pick(rng, _SECOND, count)
    short = (rng.random(count) < 0.18).tolist()
    return [
        surname + (b if is_short else a + b)
        for surname, a, b, is_short in zip(surnames, first, second, short, strict=True)
    ]


def phone_numbers(rng: np.random.Generator, count: int) -> list[str]:
    """Make phone numbers of 11 digits that begin with :data:`PHONE_PREFIX`, none twice (at most 100 million)."""
    step = (
        10 * int(rng.integers(4_000_000, 9_000_000)) + 7
    )  # no divisor in common with 10 ** 8: the steps meet every number once
    first = int(rng.integers(0, 10**8))
    numbers = (first + step * np.arange(count, dtype=np.int64)) % 10**8
    return [f"{PHONE_PREFIX}{number:08d}" for number in numbers.tolist()]
