print("iaq")
